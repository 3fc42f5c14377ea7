import { type Block, isWide, type Paper, type PaperCell, type PaperTable, titleLines, unitLine } from './paper.ts';

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[sign] ?? sign);

const STYLE = `
@page { size: A4; margin: 37mm 26mm 35mm 28mm; @bottom-center { content: "— " counter(page) " —"; font: 14pt SimSun, serif } }
@page wide { size: A4 landscape; margin: 28mm 20mm 26mm }
body { font: 16pt/28pt FangSong_GB2312, "仿宋_GB2312", FangSong, "Noto Serif SC", serif; max-width: 210mm; margin: 0 auto; padding: 0 4mm; color: #000; background: #fff }
h1, h2, table caption { font-family: SimHei, "黑体", "Noto Sans SC", sans-serif; font-weight: normal }
h1 { font-size: 22pt; line-height: 1.4; text-align: center; margin: 2em 0 1em }
h1 { font-family: FZXiaoBiaoSong-B05S, "方正小标宋简体", "Noto Serif SC", SimSun, serif; text-wrap: balance; word-break: keep-all }
h2 { font-size: 16pt; text-indent: 2em } h3 { font: 16pt/28pt KaiTi_GB2312, "楷体_GB2312", KaiTi, serif; text-indent: 2em }
h4 { font: bold 16pt/28pt FangSong_GB2312, "仿宋_GB2312", FangSong, serif; text-indent: 2em } h2, h3, h4 { margin: 0.5em 0 0 }
p { text-indent: 2em; margin: 0 }
p.cover, p.statement { text-indent: 0 } nav ol { list-style: none; padding: 0 } nav a { color: inherit }
figure { margin: 1em 0; overflow-x: auto } table { border-collapse: collapse; width: 100%; font-size: 10.5pt; line-height: 1.4 }
caption { font-size: 14pt; padding-bottom: 4pt } caption span { display: block; text-align: right; font-size: 10.5pt }
th, td { border: 0.5pt solid #000; padding: 2pt 4pt; font-weight: normal } th { text-align: center }
td { white-space: pre-line; overflow-wrap: anywhere } td[rowspan] { vertical-align: middle }
.right { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap } .center { text-align: center }
tr.strong { font-family: SimHei, "黑体", sans-serif }
@media print { body { padding: 0; max-width: none } h1 { break-before: page } h1.title { break-before: auto } thead { display: table-header-group } tr { break-inside: avoid } .wide { page: wide } h2, h3, caption { break-after: avoid } }
@media (max-width: 600px) { body { font-size: 12pt; line-height: 1.7 } h1 { font-size: 17pt } h2, h3, h4 { font-size: 13pt } }
`;

/** The document as one page that needs nothing else, printed in official form. */
export function htmlOf({ title, cover, blocks }: Paper): string {
  const anchored = blocks.map((block, i) => ({ block, id: `p${i}` }));
  const contents = anchored.flatMap(({ block, id }) =>
    block.kind === 'heading' && block.level <= 2
      ? [`<li style="padding-left:${block.level - 1}em"><a href="#${id}">${escaped(block.text)}</a></li>`]
      : [],
  );
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title><style>${STYLE}</style></head><body>
${cover.map((text) => `<p class="cover">${escaped(text)}</p>`).join('\n')}
<h1 class="title">${titleLines(title).map(escaped).join('<wbr>')}</h1>
<nav aria-label="目录"><ol>${contents.join('')}</ol></nav>
${anchored.map(({ block, id }) => drawn(block, id)).join('\n')}
</body></html>
`;
}

function drawn(block: Block, id: string): string {
  if (block.kind === 'paragraph') return `<p>${escaped(block.text)}</p>`;
  if (block.kind === 'heading') return `<h${block.level} id="${id}">${escaped(block.text)}</h${block.level}>`;
  return tableOf(block);
}

function tableOf(table: PaperTable): string {
  const cell = (one: PaperCell, tag: 'th' | 'td') => {
    const spans = `${one.colSpan ? ` colspan="${one.colSpan}"` : ''}${one.rowSpan ? ` rowspan="${one.rowSpan}"` : ''}`;
    const look = one.align && one.align !== 'left' && tag === 'td' ? ` class="${one.align}"` : '';
    return `<${tag}${spans}${look}>${escaped(one.text)}</${tag}>`;
  };
  const unit = table.unit ? `<span>${escaped(unitLine(table))}</span>` : '';
  const caption = table.title ? `<caption>${escaped(table.title)}${unit}</caption>` : '';
  const head = table.head.map((cells) => `<tr>${cells.map((one) => cell(one, 'th')).join('')}</tr>`).join('');
  const rows = table.rows.map(
    ({ cells, strong }) => `<tr${strong ? ' class="strong"' : ''}>${cells.map((one) => cell(one, 'td')).join('')}</tr>`,
  );
  const statement = table.statement ? `<p class="statement">${escaped(table.statement)}</p>` : '';
  return `<figure${isWide(table) ? ' class="wide"' : ''}><table>${caption}${head ? `<thead>${head}</thead>` : ''}<tbody>${rows.join('')}</tbody></table>${statement}</figure>`;
}
