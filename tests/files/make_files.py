#!/usr/bin/python3
"""make_files.py FOLDER: the files people really have, made anew; those in this folder were made by it.

Everybody in them is made up (合成数据): names are 合成甲, 合成乙 …, identity numbers have the region code 000000.
openpyxl writes shared strings as Excel does; the other writers' ways are written by hand, part by part.
"""
import os
import sys
import zipfile
from datetime import date, datetime, time

import openpyxl
from openpyxl.styles import Font

folder = sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__))
MADE = (2024, 10, 26, 9, 30, 0)   # every part's time, so that the same script gives the same bytes
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_REL = "http://purl.oclc.org/ooxml/officeDocument/relationships"
PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"
CSV = "姓名,身份证号,单位\r\n合成甲,000000199001010011,\"合成公司,一班\"\r\n合成乙,000000199001010022,\"合成\n公司\"\r\n"


def path(name):
    return os.path.join(folder, name)


def write(name, data):
    with open(path(name), "wb") as f:
        f.write(data)


def package(name, parts, cut=None):
    with zipfile.ZipFile(path(name), "w", zipfile.ZIP_DEFLATED) as z:
        for part, text in parts.items():
            z.writestr(zipfile.ZipInfo(part, MADE), text, zipfile.ZIP_DEFLATED)
    if cut:
        os.truncate(path(name), cut)


def workbook(sheets, strings=None, styles=None, main=MAIN, rel=REL, properties=""):
    """Parts of a workbook; sheets: {name: (xml, state)}."""
    listed, relations = "", ""
    parts = {"_rels/.rels": f'<Relationships xmlns="{PACKAGE_REL}"><Relationship Id="rId1" Type="{rel}/officeDocument" '
                            f'Target="xl/workbook.xml"/></Relationships>'}
    for i, (title, (xml, state)) in enumerate(sheets.items(), 1):
        listed += f'<sheet name="{title}" sheetId="{i}" state="{state}" r:id="rId{i}"/>'
        relations += f'<Relationship Id="rId{i}" Type="{rel}/worksheet" Target="worksheets/sheet{i}.xml"/>'
        parts[f"xl/worksheets/sheet{i}.xml"] = xml
    for kind, text in (("sharedStrings", strings), ("styles", styles)):
        if text:
            relations += f'<Relationship Id="{kind}" Type="{rel}/{kind}" Target="/xl/{kind}.xml"/>'
            parts[f"xl/{kind}.xml"] = text
    parts["xl/workbook.xml"] = f'<workbook xmlns="{main}" xmlns:r="{rel}">{properties}<sheets>{listed}</sheets></workbook>'
    parts["xl/_rels/workbook.xml.rels"] = f'<Relationships xmlns="{PACKAGE_REL}">{relations}</Relationships>'
    return parts


def sheet(rows, main=MAIN, more=""):
    return f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData>{more}</worksheet>'


def inline(*texts):
    return "<row>" + "".join(f'<c t="inlineStr"><is><t>{t}</t></is></c>' for t in texts) + "</row>"


def texts():
    write("utf8.csv", CSV.encode())
    write("utf8_bom.csv", b"\xef\xbb\xbf" + CSV.encode())
    write("gb18030.csv", CSV.encode("gb18030"))
    tabbed = "姓名\t身份证号\t单位\r\n合成甲\t000000199001010011\t\"合成公司,一班\"\r\n合成乙\t000000199001010022\t\"合成\n公司\"\r\n"
    write("utf16_tab.csv", b"\xff\xfe" + tabbed.encode("utf-16-le"))


def save(book, name):
    """openpyxl stamps the time into the file; written again part by part it is always the same."""
    book.properties.created = book.properties.modified = datetime(*MADE)
    book.save(path(name))
    with zipfile.ZipFile(path(name)) as z:
        parts = {n: z.read(n) for n in z.namelist() if n != "docProps/core.xml"}
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b'<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml" />', b"")
    package(name, parts)


def excel():
    """Title rows, a merged title, a header with stars and line ends, gaps, dates, numbers, totals, a second sheet and a hidden one."""
    book = openpyxl.Workbook()
    s = book.active
    s.title = "花名册"
    s["A1"] = "2024年送温暖人员花名册（合成数据）"
    s["A1"].font = Font(bold=True)
    s.merge_cells("A1:F1")
    s["A2"] = "填报单位：合成工会"
    s.append(["序号", "姓名*", "身份证\n号码", "联系 电话（必填）", "出生日期", "金额", "备注"])
    s.append([1, "合成甲", "000000199001010011", 13800000000, date(1990, 1, 1), 200.5, None])
    s.append([2, "合成 乙", 152103198001010000, "１３８００００００００", datetime(2024, 10, 26, 9, 30), 0.1 + 0.2, "=1+1"])
    s["G5"].data_type = "s"
    s["A8"], s["B8"], s["F8"] = 3, "合成丙", True
    s.append(["合计", None, None, None, None, 401])
    t = book.create_sheet("二班")
    t.append(["职工姓名", "证件号码"])
    t.append(["合成丁", "000000199001010044"])
    t.append(["共1人"])
    u = book.create_sheet("说明")
    u.append(["本表由各单位填写"])
    h = book.create_sheet("旧数据")
    h.append(["姓名", "身份证号"])
    h.append(["合成旧", "000000199001010099"])
    h.sheet_state = "hidden"
    book.create_sheet("空表")
    save(book, "excel.xlsx")


def dates():
    for name, properties in (("dates_1900.xlsx", ""), ("dates_1904.xlsx", '<workbookPr date1904="1"/>')):
        styles = (f'<styleSheet xmlns="{MAIN}"><numFmts count="3"><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/>'
                  '<numFmt numFmtId="165" formatCode="[h]:mm"/><numFmt numFmtId="166" formatCode="[Red]0.00&quot;d&quot;"/></numFmts>'
                  '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
                  '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="20"/><xf numFmtId="31"/>'
                  '<xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/></cellXfs></styleSheet>')
        values = ((1, "45591"), (2, "45591.395833333336"), (3, "0.5"), (4, "45591"), (5, "45591.9999999"), (6, "1.5"),
                  (7, "3.14"), (1, "59"), (1, "60"), (1, "61"), (1, "-1"), (1, "2958466"))
        rows = "".join(f'<row r="{i}"><c r="A{i}" s="{s}"><v>{v}</v></c></row>' for i, (s, v) in enumerate(values, 1))
        rows += '<row r="20"><c r="A20" t="d"><v>2024-10-26T00:00:00</v></c><c r="B20" t="d"><v>2024-10-26T09:30:00</v></c></row>'
        package(name, workbook({"日期": (sheet(rows), "visible")}, styles=styles, properties=properties))


def other_writers():
    rich = (f'<sst xmlns="{MAIN}"><si><r><t>合成</t></r><r><rPr><b/></rPr><t xml:space="preserve"> 甲</t></r>'
            '<rPh sb="0" eb="1"><t>hé chéng</t></rPh></si><si><t>姓名</t></si><si><t>_x000D_a_x005F_b_xZZZZ_</t></si><si/></sst>')
    rows = ('<row r="1"><c r="A1" t="s"><v>1</v></c></row><row r="3" spans="1:3"><c r="A3" t="s"><v>0</v></c>'
            '<c r="C3" t="s"><v>2</v></c><c r="D3" t="s"><v>3</v></c><c r="E3" s="9"/></row><row r="9"><c r="B9" s="1"/></row>')
    merged = '<mergeCells count="2"><mergeCell ref="A3:B4"/><mergeCell ref="C1:D1"/></mergeCells>'
    package("wps_rich.xlsx", workbook({"人员": (sheet(rows, more=merged), "visible")}, strings=rich))
    strict = inline("姓名", "工号") + '<row><c t="str"><f>"合成"&amp;"甲"</f><v>合成甲</v></c><c><v>1.3800138001E+10</v></c><c><v>1.52103198001010E+17</v></c>' \
        '<c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="e"><v>#N/A</v></c><c><v>100.10000000000001</v></c><c><v>12.50</v></c></row>'
    package("libreoffice_strict.xlsx", workbook({"Sheet1": (sheet(strict, STRICT), "visible")}, main=STRICT, rel=STRICT_REL))
    prefixed = sheet(inline("姓名", "身份证号") + inline("合成甲", "000000199001010011"))
    prefixed = prefixed.replace("<", "<x:").replace("<x:/", "</x:").replace("xmlns=", "xmlns:x=")
    package("prefixed.xlsx", workbook({"Sheet1": (prefixed, "visible")}))


def placed(*rows):
    """Rows of (number, {column: text})."""
    return "".join(f'<row r="{n}">' + "".join(f'<c r="{c}{n}" t="inlineStr"><is><t xml:space="preserve">{t}</t></is></c>'
                                              for c, t in sorted(cells.items())) + "</row>" for n, cells in rows)


def merge(*ranges):
    return "<mergeCells>" + "".join(f'<mergeCell ref="{r}"/>' for r in ranges) + "</mergeCells>"


def person(name, number, **more):
    return {"C": name, "D": f"0000001990010100{number}", **more}


def merged():
    """Units and teams written once; headers of two rows, merged and not."""
    down = placed((1, {"A": "合成名册"}), (2, {"A": "单位", "B": "班组", "C": "姓名", "D": "身份证号", "E": "手机"}),
                  (3, person("合成甲", 11, A="合成一厂", B="甲班")), (4, person("合成乙", 22)), (5, {"B": "小计", "C": "2"}),
                  (6, person("合成丙", 33, B="乙班")), (7, person("合成丁", 44, B="看不见的")), (8, {"C": " "}),
                  (9, person("合成戊", 55)), (10, person("合成己", 66, A="合成二厂")), (11, person("合成庚", 77)),
                  (12, person("合成辛", 88)), (13, person("合成壬", 99, A="合成三厂")), (15, person("合成癸", 10)),
                  (16, person("合成子", 12, E="1")), (17, person("合成丑", 13)))
    # Out of order, as some writers leave them; A14 has no row, E16 is the last column.
    ranges = merge("B6:B7", "A1:E1", "A3:A8", "B3:B4", "A10:B11", "A12:A13", "A14:A15", "E16:E17", "C16:C16", "x", "A2", "A9:A1", "1:2")
    two = placed((1, {"A": "单位", "B": "姓名", "C": "证件和联系方式"}), (2, {"C": "身份证号", "D": "手机"}),
                 (3, {"A": "合成一厂", "B": "合成甲", "C": "000000199001010011", "D": "1"}),
                 (4, {"A": "单位", "B": "姓名", "C": "身份证号"}), (6, {"B": "合成乙", "C": "000000199001010022"}))
    plain = placed((1, {"A": "姓名", "B": "身份证号", "C": "联系方式", "E": "单位"}), (2, {"C": "座机", "D": "手机"}),
                   (3, {"A": "合成甲", "B": "000000199001010011", "C": "0", "D": "1"}))
    above = placed((1, {"A": "基本情况", "C": "其他"}), (2, {"A": "姓名", "B": "身份证号", "C": "手机", "D": "单位"}),
                   (3, {"A": "合成甲", "B": "000000199001010011", "C": "1"}))
    package("merged.xlsx", workbook({
        "合并": (sheet(down, more=ranges), "visible"), "两层": (sheet(two, more=merge("A1:A2", "B1:B2", "C1:D1")), "visible"),
        "不合并": (sheet(plain), "visible"), "分组": (sheet(above, more=merge("A1:B1", "C1:D1")), "visible"),
        "合并表头": (sheet(placed((1, {"A": "姓名", "B": "身份证号"}), (3, {"A": "合成甲", "B": "1"})), more=merge("A1:A2", "B1:B2")), "visible")}))


def hostile():
    ok = inline("姓名", "身份证号") + inline("合成甲", "000000199001010011")
    xxe = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + sheet(inline("姓名", "&e;"))
    package("doctype.xlsx", workbook({"Sheet1": (xxe, "visible")}))
    package("columns_257.xlsx", workbook({"Sheet1": (sheet("<row>" + "<c><v>1</v></c>" * 257 + "</row>"), "visible")}))
    package("cell_too_long.xlsx", workbook({"Sheet1": (sheet(inline("x" * (32767 * 4 + 1))), "visible")}))
    package("cut_off.xlsx", workbook({"Sheet1": (sheet(ok), "visible")}), cut=900)
    package("not_a_workbook.xlsx", {"mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
    package("damaged_xml.xlsx", workbook({"Sheet1": (sheet("<row><c><v>1</v></row>"), "visible")}))
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
    write("old.xls", ole + bytes(3584) + "Workbook".encode("utf-16-le") + bytes(100))
    write("encrypted.xlsx", ole + bytes(4096 - 512 - 20) + "EncryptedPackage".encode("utf-16-le") + bytes(100))


def csv_hostile():
    write("open_quote.csv", "姓名,身份证号\n合成甲,\"000000199001010011\n合成乙,1\n".encode())
    write("no_header.csv", "合成甲,000000199001010011\n合成乙,000000199001010022\n".encode())


def citizen(birth, sequence, division="150000"):
    """A valid number of the region itself, born when nobody alive was: made up."""
    digits = f"{division}{birth}{sequence:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights)) % 11]


def wide(text):
    return "".join(chr(ord(c) + 0xFEE0) for c in text)


def ending_in_x(birth):
    return next(n for n in (citizen(birth, i) for i in range(1, 999, 2)) if n.endswith("X"))


def rosters():
    """The same people as GB18030 and as UTF-8 with BOM, written as people write; and a workbook with what is refused."""
    fifteen = citizen("19080808", 8)
    lines = ["合成花名册（合成数据）,,,,,,,", ",,,,,,,", "序号,职工姓名*,身份证 号码,联系电话,单位名称,班组,人员类别,银行卡",
             f"1,合成 甲,{citizen('19010101', 1)},138 0013 8000,合成公司,一班,环卫工、外卖员,6222",
             f"2,其其格•合成,{wide(citizen('19020202', 2))},{wide('13900139000')},合成公司,一班,环卫工,",
             f"3,\U00020BB7合成,{fifteen[:6] + fifteen[8:17]},,合成公司,二班,,",
             f"4,合成丁,{ending_in_x('19040404').lower()},0471-6900000,,二班,,", ",,,,,,,",
             f"5,Ошибка Тест,{citizen('19050505', 5)},,,,,", "6,合成己,,13800138000,,三班,,", "合计,6,,,,,,"]
    text = "\r\n".join(lines) + "\r\n"
    write("roster_gb18030.csv", text.encode("gb18030"))
    write("roster_utf8_bom.csv", b"\xef\xbb\xbf" + text.encode())
    first = placed((1, {"A": "合成数据"}), (2, {"A": "单位", "B": "班组", "C": "姓名", "D": "身份证号", "E": "手机", "F": "性别", "G": "出生日期"}),
                   (3, {"A": "合成一厂", "B": "甲班", "C": "合成一", "D": citizen("19110101", 11), "F": "男", "G": "1911-01-01"}),
                   (4, {"C": "合成二", "D": citizen("19120101", 12)}), (5, {"C": "合成三", "D": "1.52103E+17"}),
                   (6, {"B": "乙班", "C": "合成四", "D": citizen("19140101", 14)[:17] + "*"}), (7, {"D": citizen("19150101", 15)}),
                   (8, {"C": "合成六", "D": citizen("19160101", 16), "E": "123"}),
                   (9, {"C": "合成七", "D": citizen("19170101", 17), "F": "女"}),
                   (10, {"C": "合成八", "D": citizen("19180101", 18), "G": "1919-01-01"}), (11, {"C": " "}))
    second = placed((1, {"A": "名字", "B": "证件号码"}), (2, {"A": "合成一", "B": citizen("19110101", 11)}),
                    (3, {"A": "合成九", "B": citizen("19190101", 19)}))
    package("roster.xlsx", workbook({
        "一厂": (sheet(first, more=merge("A3:A11", "B3:B5", "B6:B10")), "visible"), "二厂": (sheet(second), "visible"),
        "说明": (sheet(placed((1, {"A": "本表由各单位填写"}))), "visible"), "旧": (sheet(second), "hidden")}))


texts()
rosters()
excel()
dates()
other_writers()
merged()
hostile()
csv_hostile()
