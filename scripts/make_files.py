#!/usr/bin/env python3
"""Makes the files of other kinds that the tests open, from a page with gold.

    python3 scripts/make_files.py tests/data/eval/dev1-gold.jsonl tests/data/files

Every file holds the same invented articles and notices: `founder/` saved pages of a 数字报 (GB 2312, a node page and a page for
every article), `crawl.jsonl` and `crawl.csv` what crawlers write, `two-days.json` the same under two dates, `page.docx`
a Word document with styles, `founder.zip` the saved pages packed. What a file's form has no place
for (teasers, quotes, furniture) is left out.
"""
import csv
import html
import io
import json
import pathlib
import sys
import zipfile


def joined(article, wanted):
    """Texts of the blocks of these roles, in one line."""
    return " ".join(b["text"] for b in article["blocks"] if b["role"] in wanted)


def paragraphs(article):
    """The running text: dateline and the paragraph after it are one, so are a paragraph and the byline at its end."""
    rows = []
    glue = False
    for n, block in enumerate(article["blocks"]):
        role, text = block["role"], block["text"]
        if role == "paragraph":
            if glue:
                rows[-1] += text
            else:
                rows.append(text)
            glue = False
        elif role == "dateline":
            rows.append(text)
            glue = True
        elif role == "byline" and n and article["blocks"][n - 1]["role"] == "paragraph":
            if text.startswith(("（", "(")):
                rows[-1] += text
            else:
                rows.append(text)
    return rows


def author(article):
    """The byline above the text."""
    blocks = article["blocks"]
    for n, block in enumerate(blocks):
        if block["role"] == "byline" and not (n and blocks[n - 1]["role"] == "paragraph"):
            return block["text"]
    return ""


CONTENT = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">
<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312">
<title>{paper}数字报-{title}</title>
<!--enpproperty <articleid>{n}</articleid><date>{date} 00:00:00.0</date><author>{author}</author><title>{title}</title><keyword></keyword><subtitle>{subtitle}</subtitle><introtitle>{introtitle}</introtitle><siteid>2</siteid><nodeid>11</nodeid><nodename>第01版：要闻</nodename>/enpproperty-->
<script language="javascript">document.write("<p>不是正文</p>");</script>
<style>p {{ text-indent: 2em }}</style></head>
<body><table width=980><tr><td>{paper}</td><td>{date}</td></tr></table>
<div class="nav"><a href="node_1.htm">第01版：要闻</a> <a href="node_2.htm">第02版：综合</a></div>
<table><tr><td><P class="title">{title}</P></td></tr>
<tr><td><div id="ozoom" style="zoom:100%"><founder-content><!--enpcontent-->{pictures}{text}<!--/enpcontent--></founder-content></div></td></tr></table>
<div>版权所有 {paper}社</div></body></html>
"""

NODE = """<html><head><meta http-equiv="Content-Type" content="text/html; charset=gb2312"><title>{paper}数字报 第01版：要闻</title></head>
<body><div>{paper}</div><div>{date}</div><div>第01版：要闻</div>
<img src="page_01.jpg" usemap="#pagepicmap"><map name="pagepicmap">
{areas}
</map><ul>{links}</ul></body></html>
"""


def founder(articles, issue):
    files = {}
    names = []
    for n, article in enumerate(articles, 1):
        name = f"content_{issue['date'].replace('-', '')}_1_{n}.htm"
        names.append(name)
        captions = [b["text"] for b in article["blocks"] if b["role"] == "caption"]
        pictures = "".join(
            f'<TABLE><TR><TD><IMG src="p{n}.jpg"></TD></TR><TR><TD>{html.escape(c)}</TD></TR></TABLE>' for c in captions)
        body = "".join(f"<P>&nbsp;&nbsp;&nbsp;&nbsp;{html.escape(p)}</P>\r\n" for p in paragraphs(article))
        files[name] = CONTENT.format(
            paper=issue["title"], date=issue["date"], n=n, author=author(article), pictures=pictures, text=body,
            title=joined(article, {"headline"}), subtitle=joined(article, {"subheadline"}),
            introtitle=joined(article, {"kicker"}))
    # The page picture has them in another order than the file names.
    order = list(range(len(names)))[::-1]
    areas = "\n".join(
        f'<Area coords="{n},{n},{n + 90},{n},{n + 90},{n + 50},{n},{n + 50}" shape="polygon" href="{names[n]}">'
        for n in order)
    links = "".join(f'<li><a href="{names[n]}">{joined(articles[n], {"headline"})}</a></li>' for n in order)
    files["node_1.htm"] = NODE.format(paper=issue["title"], date=issue["date"], areas=areas, links=links)
    return {name: text.encode("gb18030") for name, text in files.items()}


def record(article, issue, date=None):
    captions = [b["text"] for b in article["blocks"] if b["role"] == "caption"]
    return {
        "标题": joined(article, {"headline"}), "引题": joined(article, {"kicker"}),
        "副题": joined(article, {"subheadline"}), "作者": author(article),
        "正文": "\n".join("　　" + p for p in paragraphs(article)), "图注": "\n".join(captions),
        "报纸": issue["title"], "发布时间": (date or issue["date"]) + " 06:00:00", "版次": "第01版",
        "链接": f"https://paper.example/{article['id']}.html",
    }


def docx(articles):
    styles = {"1": "heading 1", "a3": "引题", "a4": "副题", "a5": "图注"}
    style_xml = "".join(
        f'<w:style w:type="paragraph" w:styleId="{k}"><w:name w:val="{v}"/></w:style>' for k, v in styles.items())
    rows = []

    def row(text, style=""):
        props = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        # A word processor cuts its runs anywhere.
        half = len(text) // 2
        runs = "".join(f'<w:r><w:t xml:space="preserve">{html.escape(t)}</w:t></w:r>' for t in (text[:half], text[half:]))
        rows.append(f"<w:p>{props}{runs}</w:p>")

    for article in articles:
        for role, style in (("kicker", "a3"), ("headline", "1"), ("subheadline", "a4")):
            if joined(article, {role}):
                row(joined(article, {role}), style)
        if author(article):
            row(author(article))
        for text in paragraphs(article):
            row(text)
        for block in article["blocks"]:
            if block["role"] == "caption":
                row(block["text"], "a5")
    ns = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return {
        "[Content_Types].xml": head + '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f"{head}<w:document {ns}><w:body>{''.join(rows)}</w:body></w:document>",
        "word/styles.xml": f"{head}<w:styles {ns}>{style_xml}</w:styles>",
    }


def packed(files, folder=""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(folder + name, (2024, 11, 12, 6, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def main():
    gold, out = sys.argv[1], pathlib.Path(sys.argv[2])
    records = [json.loads(line) for line in open(gold, encoding="utf-8")]
    articles = [r for r in records if r["kind"] in ("article", "notice")]
    issue = records[0]["issue"]
    pages = founder(articles, issue)
    (out / "founder").mkdir(parents=True, exist_ok=True)
    for name, data in pages.items():
        (out / "founder" / name).write_bytes(data)
    (out / "founder.zip").write_bytes(packed(pages, "云溪新闻/2024-11-12/"))
    rows = [record(a, issue) for a in articles]
    (out / "crawl.jsonl").write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    table = io.StringIO()
    writer = csv.DictWriter(table, list(rows[0]), lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    (out / "crawl.csv").write_bytes(table.getvalue().encode("gb18030"))
    days = [record(a, issue, date) for date in ("2024-11-13", "2024-11-12") for a in articles[:2]]
    data = {"code": 0, "data": {"list": days}}
    (out / "two-days.json").write_text(json.dumps(data, ensure_ascii=False, indent=1), encoding="utf-8")
    headed = [a for a in articles if joined(a, {"headline"})]
    (out / "page.docx").write_bytes(packed(docx(headed)))


if __name__ == "__main__":
    main()
