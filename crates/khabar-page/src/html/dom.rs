//! Mark-up to an arena of nodes in document order.
//!
//! A reader of its own rather than `html5ever`'s tree: what an extractor asks of a page is
//! its text in order, the elements around it and a dozen attributes, and for that one
//! forward pass without a tree of pointers is several times as fast (`cargo bench -p
//! khabar-page`). It follows the rules of HTML for tokens, for raw text, for implied ends
//! of elements and for end tags without a beginning; it does not rebuild formatting
//! elements nor move what stands astray in tables, which changes no text. A test compares
//! its text with that of `html5ever`.
//!
//! Nothing in it recurses, each byte is looked at a bounded number of times, and elements
//! deeper than [`Limits::html_depth`] are read as if they stood at that depth.

use std::borrow::Cow;

use khabar_doc::Notice;
use memchr::{memchr, memchr2, memmem};

use crate::{Limits, limits};

macro_rules! tags {
    ($($name:ident $text:literal,)*) => {
        /// The elements that matter here.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[repr(u8)]
        pub(super) enum Tag { $($name,)* Other }

        impl Tag {
            /// The tag of a name in lower case.
            fn of(name: &[u8]) -> Tag {
                match name { $($text => Tag::$name,)* _ => Tag::Other }
            }
        }

        const TAGS: usize = Tag::Other as usize + 1;
    };
}

tags! {
    A b"a", Abbr b"abbr", Address b"address", Area b"area", Article b"article", Aside b"aside",
    Audio b"audio", B b"b", Base b"base", Bdi b"bdi", Bdo b"bdo", Big b"big",
    Blockquote b"blockquote", Body b"body", Br b"br", Button b"button", Canvas b"canvas",
    Caption b"caption", Center b"center", Cite b"cite", Code b"code", Col b"col",
    Colgroup b"colgroup", Data b"data", Dd b"dd", Del b"del", Details b"details", Dfn b"dfn",
    Dialog b"dialog", Div b"div", Dl b"dl", Dt b"dt", Em b"em", Embed b"embed",
    Fieldset b"fieldset", Figcaption b"figcaption", Figure b"figure", Font b"font",
    Footer b"footer", Form b"form", Frame b"frame", H1 b"h1", H2 b"h2", H3 b"h3", H4 b"h4",
    H5 b"h5", H6 b"h6", Head b"head", Header b"header", Hgroup b"hgroup", Hr b"hr",
    Html b"html", I b"i", Iframe b"iframe", Img b"img", Input b"input", Ins b"ins",
    Kbd b"kbd", Label b"label", Legend b"legend", Li b"li", Link b"link", Main b"main",
    Map b"map", Mark b"mark", Math b"math", Menu b"menu", Meta b"meta", Nav b"nav",
    Noembed b"noembed", Noframes b"noframes", Noscript b"noscript", Object b"object",
    Ol b"ol", Optgroup b"optgroup", Option b"option", P b"p", Param b"param",
    Picture b"picture", Pre b"pre", Q b"q", S b"s", Samp b"samp", Script b"script",
    Search b"search", Section b"section", Select b"select", Small b"small",
    Source b"source", Span b"span", Strike b"strike", Strong b"strong", Style b"style",
    Sub b"sub", Summary b"summary", Sup b"sup", Svg b"svg", Table b"table",
    Tbody b"tbody", Td b"td", Template b"template", Textarea b"textarea", Tfoot b"tfoot",
    Th b"th", Thead b"thead", Time b"time", Title b"title", Tr b"tr", Track b"track",
    Tt b"tt", U b"u", Ul b"ul", Var b"var", Video b"video", Wbr b"wbr", Xmp b"xmp",
}

impl Tag {
    /// True for elements without content.
    fn is_void(self) -> bool {
        matches!(
            self,
            Tag::Area
                | Tag::Base
                | Tag::Br
                | Tag::Col
                | Tag::Embed
                | Tag::Frame
                | Tag::Hr
                | Tag::Img
                | Tag::Input
                | Tag::Link
                | Tag::Meta
                | Tag::Param
                | Tag::Source
                | Tag::Track
                | Tag::Wbr
        )
    }

    /// True where everything to the end tag is text.
    fn is_raw(self) -> bool {
        matches!(
            self,
            Tag::Script
                | Tag::Style
                | Tag::Textarea
                | Tag::Title
                | Tag::Xmp
                | Tag::Iframe
                | Tag::Noembed
                | Tag::Noframes
                | Tag::Noscript
        )
    }

    /// True for what runs inside a line.
    pub(super) fn is_inline(self) -> bool {
        matches!(
            self,
            Tag::A
                | Tag::Abbr
                | Tag::B
                | Tag::Bdi
                | Tag::Bdo
                | Tag::Big
                | Tag::Cite
                | Tag::Code
                | Tag::Data
                | Tag::Del
                | Tag::Dfn
                | Tag::Em
                | Tag::Font
                | Tag::I
                | Tag::Ins
                | Tag::Kbd
                | Tag::Mark
                | Tag::Q
                | Tag::S
                | Tag::Samp
                | Tag::Small
                | Tag::Span
                | Tag::Strike
                | Tag::Strong
                | Tag::Sub
                | Tag::Sup
                | Tag::Time
                | Tag::Tt
                | Tag::U
                | Tag::Var
                | Tag::Wbr
        )
    }

    /// The level of a heading.
    pub(super) fn heading(self) -> Option<u8> {
        Some(match self {
            Tag::H1 => 1,
            Tag::H2 => 2,
            Tag::H3 => 3,
            Tag::H4 => 4,
            Tag::H5 => 5,
            Tag::H6 => 6,
            _ => return None,
        })
    }

    /// True where its beginning ends a paragraph.
    fn ends_paragraph(self) -> bool {
        self.heading().is_some()
            || matches!(
                self,
                Tag::Address
                    | Tag::Article
                    | Tag::Aside
                    | Tag::Blockquote
                    | Tag::Center
                    | Tag::Dd
                    | Tag::Details
                    | Tag::Dialog
                    | Tag::Div
                    | Tag::Dl
                    | Tag::Dt
                    | Tag::Fieldset
                    | Tag::Figcaption
                    | Tag::Figure
                    | Tag::Footer
                    | Tag::Form
                    | Tag::Header
                    | Tag::Hgroup
                    | Tag::Hr
                    | Tag::Li
                    | Tag::Main
                    | Tag::Menu
                    | Tag::Nav
                    | Tag::Ol
                    | Tag::P
                    | Tag::Pre
                    | Tag::Search
                    | Tag::Section
                    | Tag::Summary
                    | Tag::Table
                    | Tag::Ul
                    | Tag::Xmp
            )
    }

    /// True where an end tag inside does not reach what is outside.
    fn is_scope(self) -> bool {
        matches!(
            self,
            Tag::Td
                | Tag::Th
                | Tag::Table
                | Tag::Caption
                | Tag::Html
                | Tag::Template
                | Tag::Object
        )
    }

    /// True where it stands in the head of a page.
    fn is_of_head(self) -> bool {
        matches!(
            self,
            Tag::Base
                | Tag::Link
                | Tag::Meta
                | Tag::Noscript
                | Tag::Script
                | Tag::Style
                | Tag::Template
                | Tag::Title
        )
    }
}

macro_rules! attributes {
    ($($name:ident $text:literal,)*) => {
        /// The attributes that are kept.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u8)]
        pub(super) enum Attr { $($name,)* }

        impl Attr {
            fn of(name: &[u8]) -> Option<Attr> {
                Some(match name { $($text => Attr::$name,)* _ => return None })
            }
        }
    };
}

attributes! {
    AriaHidden b"aria-hidden", Charset b"charset", Class b"class", Content b"content",
    DataRole b"data-role", Datetime b"datetime", Dir b"dir", Hidden b"hidden", Href b"href",
    Id b"id", Itemprop b"itemprop", Itemtype b"itemtype", Lang b"lang", Name b"name",
    Property b"property", Rel b"rel", Role b"role", Style b"style", Title b"title",
    Type b"type",
}

/// A node: an element, or a piece of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Node {
    pub(super) kind: Kind,
    /// Behind the last node inside it. An element that runs inside a line and ends among
    /// open blocks ends there, and the blocks go on.
    pub(super) end: u32,
    from: u32,
    to: u32,
}

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Element(Tag),
    /// Text with character references.
    Text,
    /// Text of scripts and styles.
    Raw,
}

/// A page's nodes. An element comes before what is in it.
#[derive(Debug)]
pub(super) struct Dom<'a> {
    source: &'a str,
    pub(super) nodes: Vec<Node>,
    attributes: Vec<(Attr, u32, u32)>,
    /// Elements stood deeper than the limit.
    is_flattened: bool,
    /// The byte at which the limit of nodes was reached.
    cut_at: Option<usize>,
}

impl<'a> Dom<'a> {
    /// Reads `source`, which is shorter than 4 GiB. Linear.
    pub(super) fn parse(source: &'a str, limits: &Limits) -> Dom<'a> {
        let mut reader = Reader {
            bytes: source.as_bytes(),
            dom: Dom {
                source,
                nodes: Vec::with_capacity(source.len() / 48),
                attributes: Vec::with_capacity(source.len() / 64),
                is_flattened: false,
                cut_at: None,
            },
            most_deep: limits.html_depth,
            most_nodes: limits.html_nodes,
            open: Vec::with_capacity(64),
            counts: [0; TAGS],
            overflow: 0,
        };
        reader.read();
        reader.dom
    }

    /// The limits that were reached.
    pub(super) fn notices(&self, limits: &Limits) -> impl Iterator<Item = Notice> {
        let deep = self.is_flattened.then(|| Notice {
            kind: "limit",
            span: None,
            text: format!(
                "elements stand deeper in each other than the limit html_depth of {}; they \
                 were read as if they stood at that depth",
                limits.html_depth
            ),
        });
        let long = self.cut_at.map(|at| {
            let what = format!("at byte {at} of its text the mark-up holds elements");
            limits::reached(&what, "html_nodes", limits.html_nodes)
        });
        deep.into_iter().chain(long)
    }

    /// The first attribute of that name, as written.
    fn raw(&self, node: &Node, attr: Attr) -> Option<&'a str> {
        let range = node.from as usize..node.to as usize;
        let (_, from, to) =
            self.attributes.get(range)?.iter().find(|(name, ..)| *name == attr)?;
        self.source.get(*from as usize..*to as usize)
    }

    /// An attribute of an element, character references undone.
    pub(super) fn attr(&self, node: &Node, attr: Attr) -> Option<Cow<'a, str>> {
        if !matches!(node.kind, Kind::Element(_)) {
            return None;
        }
        let raw = self.raw(node, attr)?;
        Some(if raw.contains('&') {
            htmlize::unescape_attribute(raw)
        } else {
            Cow::Borrowed(raw)
        })
    }

    /// Bytes of a node that is text, as written.
    pub(super) fn text_bytes(&self, node: &Node) -> usize {
        match node.kind {
            Kind::Text => (node.to - node.from) as usize,
            _ => 0,
        }
    }

    /// The text of a node that is text.
    pub(super) fn text(&self, node: &Node) -> Cow<'a, str> {
        let raw =
            self.source.get(node.from as usize..node.to as usize).unwrap_or_default();
        if node.kind == Kind::Text && memchr(b'&', raw.as_bytes()).is_some() {
            htmlize::unescape(raw)
        } else {
            Cow::Borrowed(raw)
        }
    }

    /// All text inside the element at `index`, at most `most_bytes` of it.
    pub(super) fn text_in(&self, index: usize, most_bytes: usize) -> Cow<'a, str> {
        let Some(element) = self.nodes.get(index) else { return Cow::Borrowed("") };
        let inside = self.nodes.get(index + 1..element.end as usize).unwrap_or_default();
        if let [one] = inside {
            return if matches!(one.kind, Kind::Element(_)) {
                Cow::Borrowed("")
            } else {
                self.text(one)
            };
        }
        let mut text = String::new();
        for node in inside {
            match node.kind {
                Kind::Element(tag) if !tag.is_inline() => text.push(' '),
                Kind::Text => text.push_str(&self.text(node)),
                _ => (),
            }
            if text.len() > most_bytes {
                break;
            }
        }
        Cow::Owned(text)
    }
}

struct Open {
    node: u32,
    tag: Tag,
    /// Its end tag has been seen, among elements inside it that were still open.
    ended: bool,
}

struct Reader<'a> {
    bytes: &'a [u8],
    dom: Dom<'a>,
    open: Vec<Open>,
    /// Open elements of each tag.
    counts: [u32; TAGS],
    /// Open elements that are too deep to be kept.
    overflow: usize,
    most_deep: usize,
    most_nodes: usize,
}

fn at(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}

impl Reader<'_> {
    fn read(&mut self) {
        let mut i = 0;
        while i < self.bytes.len() {
            if self.dom.nodes.len() >= self.most_nodes {
                self.dom.cut_at = Some(i);
                break;
            }
            let rest = self.bytes.get(i..).unwrap_or_default();
            let Some(lt) = memchr(b'<', rest) else {
                self.text(i, self.bytes.len(), Kind::Text);
                break;
            };
            let tag = i + lt;
            match self.bytes.get(tag + 1).copied() {
                Some(b) if b.is_ascii_alphabetic() => {
                    self.text(i, tag, Kind::Text);
                    i = self.start_tag(tag + 1);
                }
                Some(b'/') => {
                    self.text(i, tag, Kind::Text);
                    i = self.end_tag(tag + 2);
                }
                Some(b'!') => {
                    self.text(i, tag, Kind::Text);
                    i = self.comment(tag + 2);
                }
                Some(b'?') => {
                    self.text(i, tag, Kind::Text);
                    i = self.past(tag + 2, b'>');
                }
                _ => {
                    // A sign of less that begins no tag is text.
                    self.text(i, tag + 1, Kind::Text);
                    i = tag + 1;
                }
            }
        }
        while self.open.pop().is_some_and(|open| self.close(&open)) {}
    }

    fn past(&self, from: usize, byte: u8) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        memchr(byte, rest).map_or(self.bytes.len(), |i| from + i + 1)
    }

    fn comment(&self, from: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        if rest.starts_with(b"[CDATA[") && self.counts[Tag::Svg as usize] > 0 {
            return memmem::find(rest, b"]]>").map_or(self.bytes.len(), |i| from + i + 3);
        }
        let Some(body) = rest.strip_prefix(b"--") else { return self.past(from, b'>') };
        if body.starts_with(b">") {
            return from + 3;
        }
        if body.starts_with(b"->") {
            return from + 4;
        }
        let mut i = 0;
        while let Some(found) = memmem::find(body.get(i..).unwrap_or_default(), b"--") {
            let end = i + found + 2;
            match body.get(end..).unwrap_or_default() {
                [b'>', ..] => return from + 2 + end + 1,
                [b'!', b'>', ..] => return from + 2 + end + 2,
                _ => i = end - 1,
            }
        }
        self.bytes.len()
    }

    fn text(&mut self, from: usize, to: usize, kind: Kind) {
        if from >= to {
            return;
        }
        if kind == Kind::Text && self.counts[Tag::Head as usize] > 0 {
            let blank = self
                .bytes
                .get(from..to)
                .unwrap_or_default()
                .iter()
                .all(u8::is_ascii_whitespace);
            if blank {
                return;
            }
            self.close_head();
        }
        let end = at(self.dom.nodes.len() + 1);
        let node = Node { kind, end, from: at(from), to: at(to) };
        self.dom.nodes.push(node);
    }

    /// Reads a tag's name from `from`: the tag, and where the name ends.
    fn name(&self, from: usize) -> (Tag, usize) {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let len = rest
            .iter()
            .position(|b| {
                matches!(b, b' ' | b'\n' | b'\t' | b'\r' | b'\x0C' | b'/' | b'>')
            })
            .unwrap_or(rest.len());
        let mut lower = [0_u8; 12];
        let tag = match (rest.get(..len), lower.get_mut(..len)) {
            (Some(name), Some(lower)) => {
                for (to, from) in lower.iter_mut().zip(name) {
                    *to = from.to_ascii_lowercase();
                }
                Tag::of(lower)
            }
            _ => Tag::Other,
        };
        (tag, from + len)
    }

    fn start_tag(&mut self, from: usize) -> usize {
        let (tag, mut i) = self.name(from);
        let first = self.dom.attributes.len();
        let mut closed = false;
        loop {
            let Some(&b) = self.bytes.get(i) else {
                // The page ends inside a tag.
                self.dom.attributes.truncate(first);
                return i;
            };
            match b {
                b'>' => {
                    i += 1;
                    break;
                }
                b'/' => {
                    closed = self.bytes.get(i + 1) == Some(&b'>');
                    i += 1;
                }
                _ if b.is_ascii_whitespace() => i += 1,
                _ => i = self.attribute(i, first),
            }
        }
        self.begin(tag, first, closed);
        if tag.is_raw() {
            return self.raw_text(tag, i);
        }
        i
    }

    /// Reads an attribute from `from`.
    fn attribute(&mut self, from: usize, first: usize) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let len = rest
            .iter()
            .skip(1)
            .position(|b| {
                matches!(b, b' ' | b'\n' | b'\t' | b'\r' | b'\x0C' | b'/' | b'>' | b'=')
            })
            .map_or(rest.len(), |i| i + 1);
        let mut lower = [0_u8; 12];
        let attr = match (rest.get(..len), lower.get_mut(..len)) {
            (Some(name), Some(lower)) => {
                for (to, from) in lower.iter_mut().zip(name) {
                    *to = from.to_ascii_lowercase();
                }
                Attr::of(lower)
            }
            _ => None,
        };
        let blanks = |mut i: usize| {
            while self.bytes.get(i).is_some_and(u8::is_ascii_whitespace) {
                i += 1;
            }
            i
        };
        let mut i = blanks(from + len);
        let (value_from, value_to);
        if self.bytes.get(i) == Some(&b'=') {
            i = blanks(i + 1);
            match self.bytes.get(i) {
                Some(&quote @ (b'"' | b'\'')) => {
                    value_from = i + 1;
                    let rest = self.bytes.get(value_from..).unwrap_or_default();
                    match memchr(quote, rest) {
                        Some(len) => {
                            value_to = value_from + len;
                            i = value_to + 1;
                        }
                        None => return self.bytes.len(),
                    }
                }
                _ => {
                    value_from = i;
                    let rest = self.bytes.get(i..).unwrap_or_default();
                    value_to = i + rest
                        .iter()
                        .position(|&b| b == b'>' || b.is_ascii_whitespace())
                        .unwrap_or(rest.len());
                    i = value_to;
                }
            }
        } else {
            (value_from, value_to) = (from + len, from + len);
        }
        if let Some(attr) = attr
            && !self
                .dom
                .attributes
                .get(first..)
                .unwrap_or_default()
                .iter()
                .any(|(name, ..)| *name == attr)
        {
            self.dom.attributes.push((attr, at(value_from), at(value_to)));
        }
        i
    }

    /// Skips to the end tag of an element of raw text.
    fn raw_text(&mut self, tag: Tag, from: usize) -> usize {
        let mut i = from;
        let end = loop {
            let rest = self.bytes.get(i..).unwrap_or_default();
            let Some(lt) = memmem::find(rest, b"</") else { break self.bytes.len() };
            let (name, _) = self.name(i + lt + 2);
            if name == tag {
                break i + lt;
            }
            i += lt + 2;
        };
        let kind = if matches!(tag, Tag::Title | Tag::Textarea) {
            Kind::Text
        } else {
            Kind::Raw
        };
        // Not through `text`: a title is not text in the body.
        if end > from {
            let next = at(self.dom.nodes.len() + 1);
            let node = Node { kind, end: next, from: at(from), to: at(end) };
            self.dom.nodes.push(node);
        }
        if let Some(open) = self.open.pop_if(|open| open.tag == tag) {
            self.close(&open);
        }
        if end < self.bytes.len() { self.past(end, b'>') } else { end }
    }

    fn begin(&mut self, tag: Tag, first: usize, closed: bool) {
        let count = |tag: Tag| self.counts.get(tag as usize).copied().unwrap_or(0);
        if count(Tag::Head) > 0 && !tag.is_of_head() && tag != Tag::Head {
            self.close_head();
        }
        if matches!(tag, Tag::Html | Tag::Body | Tag::Head)
            && (self.counts[tag as usize] > 0
                || tag == Tag::Head && self.counts[Tag::Body as usize] > 0)
        {
            self.dom.attributes.truncate(first);
            return;
        }
        if tag.ends_paragraph() && self.counts[Tag::P as usize] > 0 {
            self.end_to(Tag::P, |t| t.is_scope() || t == Tag::Button);
        }
        match tag {
            Tag::Li => {
                self.end_to(Tag::Li, |t| {
                    matches!(t, Tag::Ul | Tag::Ol | Tag::Menu) || t.is_scope()
                });
            }
            Tag::Dd | Tag::Dt => {
                for tag in [Tag::Dd, Tag::Dt] {
                    self.end_to(tag, |t| t == Tag::Dl || t.is_scope());
                }
            }
            Tag::Option | Tag::Optgroup => {
                self.open_top_is(Tag::Option);
            }
            Tag::Td | Tag::Th => {
                for tag in [Tag::Td, Tag::Th] {
                    self.end_to(tag, |t| t == Tag::Table || t == Tag::Tr);
                }
            }
            Tag::Tr => self.end_to(Tag::Tr, |t| t == Tag::Table),
            Tag::Tbody | Tag::Thead | Tag::Tfoot => {
                for tag in [Tag::Tbody, Tag::Thead, Tag::Tfoot] {
                    self.end_to(tag, |t| t == Tag::Table);
                }
            }
            Tag::A => self.end_inline(Tag::A),
            _ if tag.heading().is_some()
                && self.open.last().is_some_and(|open| open.tag.heading().is_some()) =>
            {
                self.pop();
            }
            _ => (),
        }
        let node = self.dom.nodes.len();
        self.dom.nodes.push(Node {
            kind: Kind::Element(tag),
            end: at(node + 1),
            from: at(first),
            to: at(self.dom.attributes.len()),
        });
        let foreign = self.counts[Tag::Svg as usize] + self.counts[Tag::Math as usize]
            > 0
            || matches!(tag, Tag::Svg | Tag::Math);
        if tag.is_void() || closed && foreign {
            return;
        }
        if self.open.len() >= self.most_deep && !tag.is_raw() {
            self.overflow += 1;
            self.dom.is_flattened = true;
            return;
        }
        self.open.push(Open { node: at(node), tag, ended: false });
        if let Some(count) = self.counts.get_mut(tag as usize) {
            *count += 1;
        }
    }

    fn open_top_is(&mut self, tag: Tag) {
        if self.open.last().is_some_and(|open| open.tag == tag) {
            self.pop();
        }
    }

    fn end_tag(&mut self, from: usize) -> usize {
        match self.bytes.get(from) {
            Some(b) if b.is_ascii_alphabetic() => (),
            Some(b'>') => return from + 1,
            _ => return self.past(from, b'>'),
        }
        let (tag, i) = self.name(from);
        let mut i = i;
        // Attributes of end tags hold quotation marks too.
        loop {
            let rest = self.bytes.get(i..).unwrap_or_default();
            match rest.first() {
                None => return i,
                Some(b'>') => {
                    i += 1;
                    break;
                }
                _ => {
                    i += memchr2(b'>', b'=', rest).unwrap_or(rest.len());
                    if self.bytes.get(i) == Some(&b'=') {
                        i += 1;
                        if let Some(&quote @ (b'"' | b'\'')) = self.bytes.get(i) {
                            i = self.past(i + 1, quote);
                        }
                    }
                }
            }
        }
        if self.overflow > 0 {
            self.overflow -= 1;
            return i;
        }
        if matches!(tag, Tag::Html | Tag::Body) {
            return i;
        }
        if tag == Tag::Head {
            self.close_head();
        } else if tag == Tag::Br {
            self.begin(Tag::Br, self.dom.attributes.len(), false);
        } else if tag.is_inline() {
            self.end_inline(tag);
        } else if tag.heading().is_some() {
            // Any heading's end tag ends the heading that is open.
            for tag in [Tag::H1, Tag::H2, Tag::H3, Tag::H4, Tag::H5, Tag::H6] {
                self.end_to(tag, Tag::is_scope);
            }
        } else if tag == Tag::Li {
            self.end_to(tag, |t| {
                matches!(t, Tag::Ul | Tag::Ol | Tag::Menu) || t.is_scope()
            });
        } else if matches!(
            tag,
            Tag::Td
                | Tag::Th
                | Tag::Tr
                | Tag::Tbody
                | Tag::Thead
                | Tag::Tfoot
                | Tag::Caption
        ) {
            self.end_to(tag, |t| t == Tag::Table);
        } else if tag == Tag::Table {
            self.end_to(tag, |t| t == Tag::Html);
        } else {
            self.end_to(tag, Tag::is_scope);
        }
        i
    }

    /// Ends an element that runs inside a line. Where blocks inside it are still open it
    /// ends with the last of them.
    fn end_inline(&mut self, tag: Tag) {
        if self.counts.get(tag as usize).is_none_or(|&count| count == 0) {
            return;
        }
        let mut inner = true;
        for i in (0..self.open.len()).rev() {
            let Some(open) = self.open.get_mut(i) else { return };
            if open.tag == tag && !open.ended {
                if inner {
                    self.pop_from(i);
                } else {
                    open.ended = true;
                    let (node, end) = (open.node as usize, at(self.dom.nodes.len()));
                    if let Some(node) = self.dom.nodes.get_mut(node) {
                        node.end = end;
                    }
                }
                return;
            }
            if open.tag.is_scope() {
                return;
            }
            inner &= open.tag.is_inline() || open.tag == Tag::Other;
        }
    }

    /// Ends the innermost `tag`, unless an element at which `stop` holds lies between.
    fn end_to(&mut self, tag: Tag, stop: impl Fn(Tag) -> bool) {
        if self.counts.get(tag as usize).is_none_or(|&count| count == 0) {
            return;
        }
        let found = self
            .open
            .iter()
            .rposition(|open| open.tag == tag || stop(open.tag))
            .filter(|&i| self.open.get(i).is_some_and(|open| open.tag == tag));
        if let Some(i) = found {
            self.pop_from(i);
        }
    }

    fn pop_from(&mut self, i: usize) {
        while self.open.len() > i {
            self.pop();
        }
    }

    fn pop(&mut self) {
        if let Some(open) = self.open.pop() {
            self.close(&open);
        }
        while let Some(open) = self.open.pop_if(|open| open.ended) {
            self.close(&open);
        }
    }

    fn close(&mut self, open: &Open) -> bool {
        let end = at(self.dom.nodes.len());
        if let Some(node) = self.dom.nodes.get_mut(open.node as usize)
            && !open.ended
        {
            node.end = end;
        }
        if let Some(count) = self.counts.get_mut(open.tag as usize) {
            *count = count.saturating_sub(1);
        }
        true
    }

    fn close_head(&mut self) {
        self.end_to(Tag::Head, |t| t == Tag::Body);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All text in the order of the page, blanks left out, scripts and titles too.
    fn ours(source: &str) -> String {
        let dom = Dom::parse(source, &Limits::default());
        let mut out = String::new();
        for node in &dom.nodes {
            if node.kind == Kind::Text {
                out.extend(dom.text(node).chars().filter(|ch| !ch.is_whitespace()));
            }
        }
        out
    }

    fn theirs(source: &str) -> String {
        let html = scraper::Html::parse_document(source);
        let mut out = String::new();
        for node in html.tree.nodes() {
            let inside = node.parent().and_then(|p| p.value().as_element().cloned());
            let raw = inside.is_some_and(|e| {
                matches!(e.name(), "script" | "style" | "noscript" | "iframe" | "xmp")
            });
            if let scraper::Node::Text(text) = node.value()
                && !raw
            {
                out.extend(text.chars().filter(|ch| !ch.is_whitespace() && *ch != '\0'));
            }
        }
        out
    }

    #[test]
    fn text_is_that_of_html5ever() {
        for source in [
            "<p>one<p>two<div>three</p>four</div>five",
            "a < b && c <d>e</d> &amp; &lt;x&gt; &nbsp;&eacute;&notit; &#1576;&#x628; &#0;",
            "<ul><li>1<li>2<ul><li>3</ul><li>4</ul><dl><dt>a<dd>b<dt>c</dl>",
            "<!-- x --> a <!----> b <!--> c <!-- > d --> e <!x> f <?y> g </ z> h </> i",
            "<script>if (a < b) { '</p>' }</script>x<style>p > a {}</style>y<noscript>n</noscript>z",
            "<title>a <b> &amp; c</title><textarea><p>x</textarea>w",
            "<a href='x\">y'>z</a><a href=x>y<div>1</a>2</div><a>3<a>4",
            "<b><p>x</b>y</p><i>z",
            "<html><head><meta charset=utf-8><body class=a><body id=b>خبر 😀</body></html> tail",
            "<svg><path d='M0'/><text>in</text></svg>out<br/>x<br>y</br>z",
            "<select><option>a<option>b</select><h1>x</h2>y<h3>z",
            "open <a href='never closed",
            "<div",
            "a<",
            "",
        ] {
            assert_eq!(ours(source), theirs(source), "{source}");
        }
    }

    #[test]
    fn ends_lie_behind_what_is_inside() {
        let dom = Dom::parse("<div><a href=x>1<p>2</a>3</p>4</div>5", &Limits::default());
        let ends: Vec<u32> = dom.nodes.iter().map(|n| n.end).collect();
        // div, a, 1, p, 2 | 3, 4 | 5
        assert_eq!(ends, [7, 5, 3, 6, 5, 6, 7, 8]);
    }

    #[test]
    fn depth_is_bounded() {
        let source = "<div>".repeat(1_000_000) + "x" + &"</div>".repeat(1_000_000) + "y";
        assert_eq!(ours(&source), "xy");
        let source = "<a><b>".repeat(300_000) + "x";
        assert_eq!(ours(&source), "x");
    }
}
