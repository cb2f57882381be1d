#!/usr/bin/env python3
"""Sets marked-up pages anew in other habits, many times, for fitting and testing the layout.

    python3 scripts/respread.py MARKUP… -n COPIES -o FOLDER [--seed N]

The articles stay; what differs from copy to copy is drawn at random: columns and their widths, how paragraphs are told
(empty lines, indents, both, neither), where headings, captions and quotes are torn to, which headings are absent, the
form of every byline and dateline with invented names, masthead and staff lines. FOLDER receives NAME~K.txt and
NAME~K-gold.jsonl. Markup and renderer are those of `scripts/gold.py`.
"""
import argparse
import json
import pathlib
import random
import re

import gold

FAMILY = '赵钱孙李周吴郑王冯陈卫蒋沈韩杨朱许何吕张孔曹严金魏姜谢邹苏潘葛范彭鲁马方俞任袁唐薛雷贺倪汤罗郝安常于傅齐康伍余顾孟黄萧尹姚邵汪毛戴宋庞熊舒屈项祝董梁杜阮蓝季贾路江郭梅林钟徐邱骆高夏蔡田樊胡凌霍'
GIVEN = '一思雨欣子涵晓明建国华丽文静志强海燕春梅秋实若兰知远书航清扬立冬小满听风云帆雪晴岚川泽宁安可乐嘉禾景行望舒'
DOUBLE = '欧阳 上官 司马 诸葛 慕容'.split()
PLACES = '青溪 临川 云岭 海州 宁远 江陵 白石'.split()
ROLES = '记者 记者 记者 首席记者 特聘首席记者 见习记者 融媒体记者 实习记者 全媒体记者 特约记者'.split()


SOUNDS = '阿依 古丽 买买提 肉孜 叶尔 巴合提 那顺 巴雅尔 扎西 次仁 多杰 才让 尼玛 卓玛 努尔 艾山 木沙 江 娜 别克 吾守尔 乌兰 其其格 朝鲁 依 罕 格桑 旺堆 拉姆 哈斯'.split()
OFFICES = '宣传部 融媒体中心 研究生支教团 团委 党群工作部 校报记者团 县文联 法治科 三连 机关党委 妇联 气象局 退役军人事务局'.split()


def other_name(dice):
    """A name of another language, or a pen name."""
    form = dice.random()
    if form < 0.4:
        return ''.join(dice.sample(SOUNDS, 2)) + '·' + ''.join(dice.sample(SOUNDS, dice.choice((1, 2))))
    if form < 0.7:
        return ''.join(dice.sample(SOUNDS, 2))
    return ''.join(dice.sample(GIVEN, dice.choice((2, 3))))


def name(dice):
    if dice.random() < 0.1:
        return other_name(dice)
    family = dice.choice(DOUBLE) if dice.random() < 0.05 else dice.choice(FAMILY)
    return family + ''.join(dice.sample(GIVEN, dice.choice((1, 2, 2, 2))))


def names(dice, most=2, joint=None):
    joint = joint or dice.choice((' ', ' ', '、'))
    return joint.join(name(dice) for _ in range(dice.randint(1, most)))


def correspondents(dice):
    return dice.choice((names(dice), names(dice), dice.choice(PLACES)[0] + dice.choice(('法宣', '轩文', '政宣', '文轩'))))


class Habit:
    """How one paper signs."""

    def __init__(self, dice):
        self.dice = dice
        self.paper = dice.choice(('本报', '本报', '', '', dice.choice(PLACES) + '日报', '晚报'))
        self.mark = dice.choice(('', '', '', '□', '■', '◎', '⊙', '◇'))
        self.stroke = dice.choice('/／｜')
        self.opening = dice.choice(('plain', 'plain', 'credits', 'bare', 'mixed'))
        self.agency = dice.choice(('本报讯', '本报讯', '晚报讯', dice.choice(PLACES) + '讯', '本台讯'))
        self.closing = dice.choice(('bracket', 'bracket', 'role', 'bare'))

    def role(self):
        return self.paper + self.dice.choice(ROLES)

    def head(self):
        """A byline above the text."""
        dice, kind = self.dice, self.opening
        if kind == 'mixed':
            kind = dice.choice(('plain', 'credits', 'bare'))
        if kind == 'bare':
            return self.mark + names(dice, 2, ' ')
        if kind == 'credits':
            s = self.stroke
            return dice.choice((
                f'文{s}{names(dice)} 图{s}{names(dice, 1)}', f'文{s}{self.role()} {name(dice)}',
                f'文{s}{name(dice)} 图{s}受访者提供', f'{self.role()} {name(dice)} 文{s}图',
                f'撰文{s}{name(dice)} 摄影{s}{name(dice)}', f'{self.mark}{self.role()} {name(dice)} 文{s}摄'))
        line = f'{self.mark}{self.role()} {names(dice)}'
        if dice.random() < 0.4:
            line += f' 通讯员 {correspondents(dice)}'
        elif dice.random() < 0.15:
            line += f' 实习生 {name(dice)}'
        elif dice.random() < 0.1:
            line += ' 发自' + dice.choice(('北京', '深圳', '成都'))
        return line

    def date(self):
        """A dateline."""
        dice = self.dice
        who = f'记者 {names(dice)}' + (f' 通讯员 {correspondents(dice)}' if dice.random() < 0.3 else '')
        who = who.replace(' ', '') if dice.random() < 0.15 and ' 通' not in who else who
        return dice.choice((
            f'{self.agency}（{who}）', f'{self.agency}（{who}）', f'{self.agency}（{who}）', f'{self.agency}（通讯员 {correspondents(dice)}）',
            self.agency, f'（{who}）', f'新华社北京{dice.randint(1, 12)}月{dice.randint(1, 28)}日电（记者 {names(dice, 2, "、")}）',
            f'本报{dice.choice(PLACES)}{dice.randint(1, 12)}月{dice.randint(1, 28)}日电（{who}）'))

    def tail(self):
        """A byline below the text."""
        dice = self.dice
        if self.closing == 'bare':
            return f'（{dice.choice(OFFICES)} {name(dice)}）' if dice.random() < 0.15 else f'（{names(dice)}）'
        if self.closing == 'role':
            return f'（{dice.choice(ROLES)} {names(dice)}）'
        return dice.choice((f'（{name(dice)}）', f'（{names(dice)}）', f'（{name(dice)} 文/图）', f'（{name(dice)} 图/{name(dice)}）', f'（{dice.choice(OFFICES)} {names(dice)}）', f'（通讯员 {name(dice)}）'))


def resign(article, habit, dice):
    """Gives the article a byline of another form, or none."""
    blocks = [b for b in article.blocks if b.role not in ('byline', 'dateline')]
    letters = any(b.role == 'byline' and b.text.startswith('读者') for b in article.blocks)
    texts = [n for n, b in enumerate(blocks) if b.role == 'paragraph']
    if letters or not texts:
        return
    for n, block in enumerate(blocks):
        if n == 0 or blocks[n - 1].role not in ('paragraph',):
            block.joined = False
    form = dice.choices(('head', 'date', 'tail', 'own', 'none'), (5, 3, 1.2, 0.8, 1.2))[0]
    if form == 'head':
        blocks.insert(texts[0], gold.Block('byline', False, habit.head()))
    elif form == 'date':
        blocks.insert(texts[0], gold.Block('dateline', False, habit.date()))
        blocks[texts[0] + 1].joined = True
    elif form in ('tail', 'own'):
        joined = form == 'tail'
        blocks.insert(texts[-1] + 1, gold.Block('byline', joined, habit.tail() if joined or dice.random() < 0.7 else habit.head()))
    article.blocks = blocks


def spread(page, dice):
    """A new plan for the page's articles; changes bylines and drops some headings."""
    habit = Habit(dice)
    para = dice.choice(('blank', 'blank', 'indent', 'indent', 'indentblank', 'flush'))
    indent = dice.choice(('FF', 'FF', '____', '__')) if para.startswith('indent') else ''
    page.options = dict(sp=dice.choice(('left', 'both', 'rand', 'none')), para=para, indent=indent, seed=str(dice.randint(1, 9999)))
    widths = sorted(dice.sample(range(9, 27), dice.choice((1, 2, 3))))
    nosep = 0.6 if para in ('indent', 'flush') else 0.3
    far = dice.choice((0.1, 0.35, 0.6, 0.9))         # how many headings stand elsewhere
    gathered = dice.random() < 0.12                  # all of them at the top
    lead = ' lead=1' if dice.random() < 0.2 else ''
    rows, later, quotes, top, bottom = [], [], [], [], []

    def plan(ref, width, more=''):
        return f'{ref} w={width}{more}'

    def heading_refs(article, numbers):
        """Headings in one or several rows."""
        if len(numbers) > 1 and dice.random() < 0.25:
            return [[n] for n in numbers]
        return [numbers]

    def as_ref(article, numbers):
        return ','.join(f'{article.id}.{n}' for n in numbers)

    for article in page.articles:
        if article.kind == 'article':
            resign(article, habit, dice)
            heads = [n for n, b in enumerate(article.blocks) if b.role in ('kicker', 'headline', 'subheadline')]
            if heads and len(page.articles) > 6 and dice.random() < 0.06:
                article.blocks = [b for n, b in enumerate(article.blocks) if n not in heads]
                heads = []
            rest = [n for n in range(len(article.blocks)) if n not in heads]
            captions = [n for n in rest if article.blocks[n].role == 'caption' and not article.blocks[n].joined]
            own = [n for n in rest if n not in captions or dice.random() < 0.4]
            width = dice.choice(widths)
            sched = f'{width}'
            if dice.random() < 0.3 and len(widths) > 1:
                sched = f'{width}*{dice.randint(6, 20)},{dice.choice(widths)}'
            cols = ''
            if dice.random() < 0.75:
                cols = ' col=' + ','.join(str(dice.randint(6, 26)) for _ in range(3))
            ins = ''
            size = sum(len(article.blocks[n].text) for n in own) / width
            strangers = [c for c in captions if c not in own]
            if strangers and size > 8:
                ins = f' ins={dice.randint(3, int(size) - 3)}:{article.id}.{strangers.pop(0)}@{max(7, width - 2)}'
            elif later and size > 12 and dice.random() < 0.35:
                ins = f' ins={dice.randint(3, int(size) - 4)}:{later.pop()}@{dice.choice(widths)}'
            elif quotes and size > 12:
                ins = f' ins={dice.randint(3, int(size) - 4)}:{quotes.pop()}@{max(9, width - 3)}'
            body = f'{as_ref(article, own)} w={sched}{cols}{ins}' + (lead if own and article.blocks[own[0]].role == 'byline' else '')
            here = ([body] if own else []) + [plan(as_ref(article, [c]), dice.choice(widths)) for c in strangers]
            for numbers in heading_refs(article, heads) if heads else []:
                apart = ' nosep=1' if dice.random() < nosep else ''
                line = plan(as_ref(article, numbers), max(10, dice.choice(widths) + dice.choice((0, 0, 4, 8))), apart)
                if gathered:
                    top.append(line)
                elif dice.random() < far:
                    if len(numbers) == 1 and dice.random() < 0.3:
                        later.append(as_ref(article, numbers))
                    else:
                        rows.append((len(rows) + dice.choice((-3, -2, -1, 1, 2, 2, 3, 4)) + 0.5, [line]))
                else:
                    here.insert(max(0, len(here) - 1 - len(strangers)), line) if dice.random() < 0.85 else here.append(line)
            rows.append((len(rows), here))
        elif article.kind == 'quote':
            if dice.random() < 0.6 and len(article.blocks) <= 2:
                quotes.append(article.id)
            else:
                rows.append((len(rows) + dice.random() * 3, [plan(article.id, dice.choice(widths))]))
        elif article.kind == 'furniture':
            text = article.blocks[0].text
            if not rows and not re.search('编辑|责编|主编|校对|转', text):
                top.insert(0, plan(article.id, 40, ' nosep=1' if dice.random() < 0.6 else ''))
            elif re.search('转', text) or len(text) < 8:
                rows.append((len(rows) + 0.2, [plan(article.id, 20)]))
            else:
                bottom.append(plan(article.id, 60, ' nosep=1' if dice.random() < 0.5 else ''))
        elif article.kind == 'teaser':
            rows.append((dice.random() * 5 - 2, [plan(article.id, dice.choice(widths), ' nosep=1')]))
        else:
            rows.append((len(rows) + dice.random() * 4, [plan(article.id, dice.choice(widths), ' nosep=1' if dice.random() < 0.4 else '')]))
    bottom += [plan(ref, dice.choice(widths)) for ref in later + quotes]
    rows.sort(key=lambda row: row[0])
    page.plan = top + [line for _, lines in rows for line in lines] + bottom
    return page


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('markup', nargs='+')
    parser.add_argument('-n', type=int, default=20)
    parser.add_argument('-o', required=True)
    parser.add_argument('--seed', type=int, default=1)
    options = parser.parse_args()
    folder = pathlib.Path(options.o)
    folder.mkdir(parents=True, exist_ok=True)
    for path in map(pathlib.Path, options.markup):
        made = 0
        for attempt in range(options.n * 4):
            if made == options.n:
                break
            dice = random.Random(f'{path.stem} {options.seed} {attempt}')
            page = spread(gold.parse(path), dice)
            try:
                text, places = gold.Renderer(page).run()
                records = [gold.record(page.issue | {'page': page.issue.get('page') or 1}, a, places, text) for a in page.articles]
                gold.check_cover(records, text)
            except SystemExit:
                continue  # a stranger placed beyond the end of its text
            stem = folder / f'{path.stem}~{made}'
            stem.with_suffix('.txt').write_text(text, encoding='utf-8')
            lines = (json.dumps(record, ensure_ascii=False) for record in records)
            pathlib.Path(f'{stem}-gold.jsonl').write_text('\n'.join(lines) + '\n', encoding='utf-8')
            made += 1
        print(path.stem, made)


if __name__ == '__main__':
    main()
