#!/usr/bin/env python3
"""Builds names.tsv, the person-name model, from three open collections of names.

    python3 build.py FULL_SQLITE WIKIDATA_DIR AR2EN_DIR WORDFREQ_TSV > names.tsv

See card.md for the collections, their licences and the meaning of the columns.
"""
import collections
import math
import re
import sqlite3
import sys

LIMIT = 40_000
FOLD = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ہ": "ه"})
MARKS = re.compile("[\u064b-\u065f\u0670\u0640\u200c-\u200f]")
ARABIC = re.compile("[\u0621-\u064a]+(?: [\u0621-\u064a]+)?")

# Names that are words too, though they are frequent names: a name only with a title, a second name or a role beside it.
WORDS = """سلام حسن كريم جميل امين رشيد سعيد نور الهدي هدي امل سمير خالد صالح ناصر منصور كامل عادل عدل سالم غالب راجح
ثابت حكيم عزيز شريف لطيف جمال كمال جلال نصر فتح فرج فجر بدر قمر شمس نجم هلال سماء ربيع خريف شهاب برق رعد سيف رمح سهم
حرب سلطان امير ملك قائد شيخ سيد حاج وزير عامل خادم حارس مختار معتز ماجد مجد وليد مولود عيد جمعة خميس رمضان شعبان رجب محرم
صفر يوم عمر عام وفاء صفاء نجاح فلاح صلاح كفاح جهاد نضال ثورة حرية انتصار تحرير وحدة وطن عرب يمن مصر عراق شام نجد دنيا
حياة جنة نعمة رحمة بركة هبة عطاء اسلام ايمان دين علم فكر راي عقل روح قلب عين يد ورد زهرة وردة ياسمين ريم غزال اسد نمر
فهد ذيب صقر باز شاهين حمام طير بحر نهر نيل فرات جبل تل وادي صحراء رمل حجر صخر ذهب فضة ماس لؤلؤ حديد نار نورة ضياء سراج
صباح مساء ليل ليلي فرح سرور سعد سعادة بهجة حزين شاكر حامد صابر عارف عالم فاضل كاتب شاعر ناقد طيب صادق كاذب ظاهر باطن
ساطع لامع بارز رائد عميد عقيد نقيب مقدم لواء فريق مشير رقيب شهيد غازي مجاهد مناضل زعيم رئيس نائب مبارك سابق لاحق راحل
حبيب صديق رفيق زميل اخ اب ام بنت ولد طفل شاب شيخة عجوز كبير صغير طويل قصير ابيض اسود احمر اخضر ازرق اصفر اشقر جديد قديم
شمال جنوب شرق غرب وسط منير مضيء بشير نذير سند عماد عون غيث مطر ثلج غيم سحاب نسيم هواء ريح شراع سفينة بيت دار قصر باب
حقل كرم بستان تين زيتون رمان ليمون عنب خير شر حق باطل صبر شكر حمد مدح ذكر نبيل اصيل عريق مجيد حميد رشاد هاد مهدي راشد
مرشد معلم مدرس طالب تلميذ مدير خياط نجار حداد حلاق طباخ صياد فلاح بناء تاجر صائغ صراف جزار شامي حلبي مصري عراقي سوري تونسي
مغربي جزائري ليبي يمني سوداني كردي تركي هندي فارسي رومي يوناني سعودي كويتي قطري بحريني عماني اردني لبناني فلسطيني روسي
الشاهد العربي الغربي الشرقي الجنوبي الشمالي الوزير الامير الملك القاضي الشيخ الامام الكاتب الحاج السيد الشريف الصغير الكبير
الطويل القصير الاسود الابيض الاحمر الاخضر الاسد النمر الذيب الصقر الحربي السياسي المالكي الخطيب النجار الحداد الخياط الصياد
التاجر الحكيم الطيب الصادق الامين الرئيس القائد الزعيم المختار المنصور الناصر العادل الكامل الفاضل الصالح السالم المبارك
البنا البناء الشاعر العالم المعلم الخير الدين الله السلام النور الهادي المهدي الباقي الحياة الخضراء الجديد القديم الاول الثاني
هادي وسام بيان سهام رغد ايات سجي شذي مني مي ندي لمي ردي فدا فداء دعاء رجاء هناء ثناء اسراء براء علاء بهاء سناء رضا رضي علي
حق نزار باسم حازم جازم حاتم هاشم قاسم بسام هشام عصام نظام اكرم اشرف انور اسعد ايمن احسن افضل اكبر ادهم احمد محمود محمد""".split()
# In WORDS only to be weighed: frequent names, hardly ever words in the news.
NAMES = """احمد محمود محمد علي مصطفي هشام عصام حاتم هاشم قاسم بسام حازم نزار خالد سمير وليد ماجد بشير حامد علاء بهاء سناء رضا
مختار مبارك حسن رشيد سعيد ليلي ياسمين ريم فهد شهاب منصور ناصر صلاح كمال جمال جلال عماد عمر مهدي راشد معتز ايمن ادهم اكرم انور
اسعد مي ندي لمي هناء اسراء وفاء هادي شاهين حبيب مجيد حميد رشاد الهادي الخطيب النجار الحداد البنا المالكي نبيل يوسف حسين عثمان
سعود بكر سليم موسي سليمان خليل عبدالله فؤاد عمرو فاطمة حمزة سلمان طارق ياسر ياسين فرانسيس توفيق يونس مسعود يعقوب هاني نجيب
صدام عائشة رامي زيد لينا صبري مراد جابر جعفر سفيان حيدر عطية القذافي بوش براون الحربي ميلان يزيد فريد سامي اشرف اسماء
الرشيد محسن مؤمن منير بول عبد بن ابو فان يحيي مريم سارة ابراهيم اسماعيل قابوس بشار معمر ميركل اوباما ترامب بايدن بوتين""".split()
# Function words, ordinals, numbers and countries that the collections hold through wrong cuts or odd names.
NOISE = """لي الان انا الاول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر دون لو اين هما الف ايه اية با ماي وو
اسيا اسبانيا النمسا تشاد فرنسا مصر سوريا لبنان قطر الهند الصين تركيا ايران هو هي هم نحن انت هذا هذه ذلك تلك ما لا لم لن ثم او ان
اذا كما قد بل كل بعض غير سوي بين حتي منذ خلال بعد قبل عند مع ضد نحو فوق تحت كان كانت يكون ليس قال قالت اما حين حيث كيف متي لماذا
نعم كلا اي ايضا فقط جدا الي عن كوني عليها عليه اليه منه منها فيه فيها به بها له لها لهم بات الرحمن الاميرة وزير بنا
ثاني ماضي جيل شين يو سي""".split()



def fold(text):
    return " ".join(MARKS.sub("", text).translate(FOLD).split())


def good(form):
    return ARABIC.fullmatch(form) and len(form.replace(" ", "")) >= 2


def main(full, wikidata, ar2en, wordfreq):
    zipf = {}
    for line in open(wordfreq, encoding="utf-8"):
        word, value = line.rstrip("\n").split("\t")
        word = fold(word)
        zipf[word] = max(zipf.get(word, 0.0), float(value))

    given, surname, either = (collections.Counter() for _ in range(3))
    for form, role, count in sqlite3.connect(f"file:{full}?mode=ro&immutable=1", uri=True).execute(
        "select arabic_key, role, count from units"
    ):
        form = fold(form)
        if good(form):
            {"given": given, "surname": surname}.get(role, either)[form] += count
    for part in ("wd_arabic_64", "wd_arabic_16"):
        for line in open(f"{wikidata}/{part}", encoding="utf-8"):
            _, letters, count = line.rstrip("\n").split("\t")
            form = fold(letters.replace(" ", ""))
            if good(form):
                either[form] += int(count)
    for part in ("ar2en-train.txt", "ar2en-eval.txt"):
        for line in open(f"{ar2en}/{part}", encoding="utf-8"):
            form = fold(line.split("\t")[0])
            if good(form):
                either[form] += 1

    rows = []
    kept = set(NAMES)
    words = set(map(fold, WORDS)) - kept
    noise = set(map(fold, NOISE)) - kept
    for form in sorted(given.keys() | surname.keys() | either.keys()):
        g, s, b = given[form], surname[form], either[form]
        count = g + s + b
        known = g + s
        role = "b"
        if known and g >= 4 * s and g * 4 >= b:
            role = "g"
        elif known and s >= 4 * g and s * 4 >= b:
            role = "s"
        if form in noise:
            continue
        frequency = zipf.get(form, 0.0)
        # How much more frequent the form is in running text than its number of bearers explains.
        excess = frequency - math.log10(count + 1)
        if form not in kept and frequency >= 5.0 and excess > 4.2:
            continue  # a function word or a plain common word: noise of the collections
        flag = "w" if form in words or (form not in kept and frequency >= 3.9 and excess > 3.0) else ""
        rows.append((form, role, count, flag))
    rows.sort(key=lambda row: (-row[2], row[0]))
    print("form\trole\tcount\tflag")
    for row in sorted(rows[:LIMIT]):
        print("\t".join(map(str, row)))


if __name__ == "__main__":
    main(*sys.argv[1:5])
