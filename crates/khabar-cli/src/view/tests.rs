//! The view of a hand-built reading, against the files in `tests/view/`; `UPDATE=1`
//! rewrites them.

use std::path::Path;

use khabar::{
    Read,
    doc::{
        Act, Actor, Addressee, Aggregator, Calendar, Certainty, Claim, ClaimId,
        Commitment, Conflict, Credit, CreditKind, DateCertainty, Dateline, Document,
        Entity, EntityId, EntityKind, Event, EventTime, EventType, Grounding, Hedge,
        HedgeClass, Link, Mention, MentionId, MentionKind, Notice, Outlet, Page,
        PageReading, Part, PartKind, Polarity, Precision, Quotation, Reading, Relation,
        Source, SourceKind, Span, Stance, StatedBy, StatedDate, Status, Text, Tie, Why,
    },
    wire,
};

use super::*;
use crate::args::{Bidi, Lang};

/// A page as a site that republishes others would give it; every name is invented.
const PAGE: &str = "تأجيل افتتاح جسر النخيل
2025-04-09
مرسى اللؤلؤ/صدى المثال: كشف مصدر مطلع في البلدية أن الافتتاح قد يتأجل إلى الخريف، بحسب وصفه.
وقال رئيس البلدية سامر الحاج للصحافيين: \"لم يتأجل شيء، ومن يقول غير ذلك لا يعرف الجسر ولا يعرف من يبنيه ولا كم عاملا يعمل فيه كل يوم\".
ونقلت وكالة مدار عن مهندس أن مقاولا أبلغه بأن فريقا طلب معدات من شركة الرافعة.
وتظاهر سكان أمام الورشة.
صدى المثال - متابعة - وكالات";

fn span_from(needle: &str, after: &str) -> Span {
    let from = PAGE.find(after).expect(after);
    let at = from + PAGE[from..].find(needle).expect(needle);
    Span::of(at, at + needle.len())
}

fn span(needle: &str) -> Span {
    span_from(needle, needle)
}

fn link(name: &str, kind: &'static str, act: &'static str) -> Link {
    Link { entity: None, name: name.to_owned(), kind, act, evidence: None }
}

fn claim(content: &str, source: &str, kind: SourceKind, act: Act) -> Claim {
    Claim {
        cue: None,
        source: Source {
            span: Some(span(source)),
            kind,
            entity: None,
            name: source.to_owned(),
        },
        addressee: None,
        content: vec![span(content)],
        quotation: Quotation::Indirect,
        act,
        polarity: Polarity::Positive,
        hedges: vec![],
        certainty: Certainty::Certain,
        commitment: Commitment::Neutral,
        marks: Vec::new(),
        speech_time: None,
        parent: None,
        chain: vec![
            link("", "aggregator", "carry"),
            link("صدى المثال", "outlet", "carry"),
            link(source, kind.name(), act.name()),
        ],
        narration: false,
        why: Why::entry("cue/verb", "kashafa"),
    }
}

fn event(kind: EventType, trigger: &str, status: Status) -> Event {
    Event {
        kind,
        mode: None,
        cameo: None,
        contexts: vec![],
        triggers: vec![span(trigger)],
        actors: vec![],
        recipients: vec![],
        alternatives: vec![],
        place: None,
        time: None,
        status,
        grounding: Grounding::Foreground,
        ties: vec![],
        why: Why::rule("event/trigger"),
    }
}

fn actor(words: &str) -> Actor {
    Actor { span: Some(span(words)), entity: None }
}

fn entity(kind: EntityKind, name: &str) -> Entity {
    Entity {
        kind,
        name: name.to_owned(),
        names: vec![],
        roles: vec![],
        wikidata: None,
        known: None,
        link: None,
        flags: vec![],
    }
}

fn hand_built() -> Read {
    let part = |kind, words: &str| Part {
        kind,
        span: span(words),
        why: Why::rule("line/by-hand"),
    };
    let document = Document {
        span: Span::of(0, PAGE.len()),
        language: "ar".to_owned(),
        parts: vec![
            part(PartKind::Title, "تأجيل افتتاح جسر النخيل"),
            part(PartKind::DateLine, "2025-04-09"),
        ],
        title: Some(span("تأجيل افتتاح جسر النخيل")),
        byline: vec![],
        outlet: Some(Outlet {
            name: "صدى المثال".to_owned(),
            spans: vec![span("صدى المثال")],
            why: Why::rule("outlet/dateline"),
        }),
        published: vec![
            StatedDate {
                value: "2025-04-09".to_owned(),
                precision: Precision::Day,
                calendar: Calendar::Gregorian,
                by: StatedBy::Aggregator,
                certainty: DateCertainty::Stated,
                span: span("2025-04-09"),
                why: Why::rule("date/iso"),
            },
            StatedDate {
                value: "2025-04-09T14:20".to_owned(),
                precision: Precision::Minute,
                calendar: Calendar::Hijri,
                by: StatedBy::Outlet,
                certainty: DateCertainty::Stated,
                span: span("2025-04-09"),
                why: Why::rule("date/hijri"),
            },
        ],
        dateline: Some(Dateline {
            span: span("مرسى اللؤلؤ/صدى المثال:"),
            place: Some(span("مرسى اللؤلؤ")),
            outlet: Some(span("صدى المثال")),
            why: Why::rule("dateline/place-outlet"),
        }),
        credits: vec![
            Credit {
                kind: CreditKind::Outlet,
                name: "صدى المثال".to_owned(),
                span: span("صدى المثال"),
            },
            Credit {
                kind: CreditKind::Method,
                name: "متابعة".to_owned(),
                span: span("متابعة"),
            },
            Credit {
                kind: CreditKind::Agency,
                name: "وكالات".to_owned(),
                span: span("وكالات"),
            },
        ],
        ..Document::default()
    };

    let mut leak = claim(
        "الافتتاح قد يتأجل إلى الخريف",
        "مصدر مطلع في البلدية",
        SourceKind::AnonymousPerson,
        Act::Assert,
    );
    leak.cue = Some(span("كشف"));
    leak.certainty = Certainty::Possible;
    leak.commitment = Commitment::Distance;
    leak.hedges =
        vec![Hedge { span: span("قد"), class: HedgeClass::Possibility, scope: None }];
    leak.marks = vec![span("بحسب وصفه")];
    let mut denial = claim(
        "لم يتأجل شيء، ومن يقول غير ذلك لا يعرف الجسر ولا يعرف من يبنيه ولا كم عاملا يعمل فيه كل يوم",
        "رئيس البلدية سامر الحاج",
        SourceKind::Named,
        Act::Assert,
    );
    denial.cue = Some(span_from("قال", "وقال"));
    denial.quotation = Quotation::Direct;
    denial.polarity = Polarity::Negative;
    denial.addressee = Some(Addressee { span: span("لصحافيين"), entity: None });
    denial.speech_time = Some("2025-04-09".to_owned());
    let outer = claim(
        "أن مقاولا أبلغه بأن فريقا طلب معدات من شركة الرافعة",
        "وكالة مدار",
        SourceKind::Agency,
        Act::Assert,
    );
    let mut inner = claim(
        "مقاولا أبلغه بأن فريقا طلب معدات من شركة الرافعة",
        "مهندس",
        SourceKind::AnonymousPerson,
        Act::Assert,
    );
    inner.parent = Some(ClaimId::at(2));
    inner.chain.insert(2, outer.chain[2].clone());
    let mut innermost = claim(
        "فريقا طلب معدات من شركة الرافعة",
        "مقاولا",
        SourceKind::AnonymousPerson,
        Act::Deny,
    );
    innermost.parent = Some(ClaimId::at(3));
    innermost.chain = inner.chain.clone();
    innermost.chain.push(link("مقاول", "anonymous-person", "deny"));

    let mut request = event(EventType::Request, "طلب", Status::Denied);
    request.actors = vec![actor("فريقا")];
    request.alternatives = vec![actor("سكان")];
    request.recipients = vec![Actor {
        span: Some(span("شركة الرافعة")),
        entity: Some(EntityId::at(1)),
    }];
    request.ties = vec![
        Tie { claim: ClaimId::at(3), stance: Stance::Asserts },
        Tie { claim: ClaimId::at(4), stance: Stance::Denies },
    ];
    let mut protest = event(EventType::Protest, "تظاهر", Status::Asserted);
    protest.mode = Some("demo".to_owned());
    protest.actors = vec![actor("سكان")];
    protest.place = Some(actor("أمام الورشة"));
    protest.time = Some(EventTime {
        value: "2025-04-09".to_owned(),
        precision: Precision::Day,
        span: None,
    });

    let mut company = entity(EntityKind::Organisation, "شركة الرافعة للمقاولات");
    company.names = vec!["شركة الرافعة".to_owned()];
    company.flags = vec!["wrong-name"];
    let reading = Reading {
        times: Vec::new(),
        mentions: vec![Mention {
            span: span("سامر الحاج"),
            kind: MentionKind::Person,
            entity: Some(EntityId::at(0)),
            name: true,
            confidence: 0.9,
            why: Why::rule("name/title"),
        }],
        claims: vec![leak, denial, outer, inner, innermost],
        narration: Vec::new(),
        events: vec![request, protest],
        relations: vec![Relation {
            subject: EntityId::at(0),
            predicate: "holds-role",
            object: None,
            value: "رئيس البلدية".to_owned(),
            claim: Some(ClaimId::at(1)),
            span: span("رئيس البلدية"),
            why: Why::rule("relation/title"),
        }],
        metonyms: Vec::new(),
        conflicts: vec![Conflict {
            left: Some(ClaimId::at(0)),
            right: Some(ClaimId::at(1)),
            slot: "perpetrator of v1".to_owned(),
            values: vec!["e1".to_owned(), "فريق".to_owned()],
            why: Why::rule("conflict/actor"),
        }],
    };
    assert_eq!(MentionId::at(0).index(), 0);
    Read {
        page: Page {
            text: Text::new(PAGE).unwrap(),
            charset: "utf-8".to_owned(),
            captured_at: None,
            aggregator: Some(Aggregator { name: None, evidence: vec![] }),
            documents: vec![document],
            notices: vec![Notice {
                kind: "invalid-utf-8",
                span: None,
                text: "1 byte at 5 is no UTF-8 and was replaced; save the page as UTF-8"
                    .to_owned(),
            }],
            ..Page::default()
        },
        reading: PageReading {
            documents: vec![reading],
            entities: vec![entity(EntityKind::Person, "سامر الحاج"), company],
            notices: vec![],
        },
        lexicon_digest: String::new(),
    }
}

#[track_caller]
fn check(file: &str, lang: Lang, change: impl Fn(&mut Look<'_>)) {
    let labels = Labels::of(lang);
    let mut look = Look { labels: &labels, width: 80, bidi: Bidi::None, explain: false };
    change(&mut look);
    let options = wire::Options { narration: true };
    let reading = wire::Reading::of(&hand_built(), &options);
    let view = View::of("page.txt", &reading, &look);
    let shown = if file.ends_with(".ansi") {
        view
    } else {
        anstream::adapter::strip_str(&view).to_string()
    };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/view").join(file);
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &shown).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(shown, expected, "{file}: run with UPDATE=1 and read the difference");
}

#[test]
fn english() {
    check("english.txt", Lang::En, |_| {});
}

#[test]
fn arabic() {
    check("arabic.txt", Lang::Ar, |_| {});
}

#[test]
fn narrow_with_rules() {
    check("explain.txt", Lang::En, |look| {
        look.width = 44;
        look.explain = true;
    });
}

#[test]
fn on_a_terminal() {
    check("terminal.ansi", Lang::En, |look| look.bidi = Bidi::Isolate);
    check("terminal-arabic.ansi", Lang::Ar, |look| look.bidi = Bidi::Isolate);
}

#[test]
fn deep_nesting_and_circles_end() {
    let mut read = hand_built();
    let first = read.reading.documents[0].claims[0].clone();
    let claims = &mut read.reading.documents[0].claims;
    for i in 0..500 {
        let mut next = first.clone();
        next.parent = Some(ClaimId::at(claims.len() - 1));
        if i == 0 {
            next.parent = Some(ClaimId::at(claims.len()));
        }
        claims.push(next);
    }
    let labels = Labels::of(Lang::En);
    let look = Look { labels: &labels, width: 80, bidi: Bidi::None, explain: false };
    let reading = wire::Reading::of(&read, &wire::Options::default());
    let view = View::of("page", &reading, &look);
    let view = anstream::adapter::strip_str(&view).to_string();
    let lines: Vec<&str> = view.lines().map(str::trim_start).collect();
    for claim in &reading.documents[0].claims {
        let id = format!("{} ", claim.id);
        assert_eq!(
            lines
                .iter()
                .filter(|line| line.starts_with(&id) && line.contains('\u{2190}'))
                .count(),
            1,
            "{id}"
        );
    }
}
