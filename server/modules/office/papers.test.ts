import { describe, expect, test } from 'vitest';
import { timesAsLong } from '../../effort.fixture.ts';
import { exif, jfif, jpeg, SECRET, segment } from '../cases/images.fixture.ts';
import { cleanEvidence } from './papers.ts';

const PHOTO = jpeg(jfif, exif(1), segment(0xfe, SECRET));
const PAPER = paper('');

function paper(inside: string): Buffer {
  return Buffer.from(
    `%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n${inside}\ntrailer<</Root 1 0 R>>\n%%EOF\n`,
    'latin1',
  );
}
const packed = (bytes: string) => `3 0 obj<</Length ${bytes.length}>>\nstream\n${bytes}\nendstream endobj`;

describe('what is given as evidence', () => {
  test('is a picture without its metadata, or a paper as it is', () => {
    const picture = cleanEvidence(PHOTO);
    expect(picture).toMatchObject({ type: 'image/jpeg' });
    expect('bytes' in picture && picture.bytes.includes(SECRET)).toBe(false);
    expect(cleanEvidence(PAPER)).toEqual({ type: 'application/pdf', bytes: PAPER });
  });
  test.each([
    ['a page', '<!doctype html><script>alert(1)</script>'.padEnd(80), 'noEvidence'],
    ['a drawing that runs', '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'.padEnd(80), 'noEvidence'],
    ['a paper that was cut off', PAPER.toString('latin1').replace('%%EOF', ''), 'noEvidence'],
    [
      'a paper too large',
      PAPER.toString('latin1').replace('\ntrailer', `\n${' '.repeat(10_000_000)}trailer`),
      'paperTooLarge',
    ],
    ['a picture that was cut off', PHOTO.subarray(0, 60).toString('latin1'), 'noEvidence'],
  ])('is not %s', (_, text, code) => {
    expect(cleanEvidence(Buffer.from(text, 'latin1'))).toMatchObject({ refused: 'invalid', code });
  });
});

const SCRIPT = '4 0 obj<</S/JavaScript/JS(app.alert\\(1\\))>>endobj';

describe('a PDF given as evidence', () => {
  test.each([
    ['a script', SCRIPT],
    ['a script whose name is spelt by numbers', '4 0 obj<</S/J#61vaScript/J#53(app)>>endobj'],
    ['a script whose every letter is a number', '4 0 obj<</S/#4A#61#76#61#53#63#72#69#70#74/JS(app)>>endobj'],
    ['a script between remarks like the ends of a packed part', `% >>stream\n${SCRIPT}\n% endstream`],
    ['a script between texts like the ends of a packed part', `<</A(>>\nstream\n)>>\n${SCRIPT}\n<</A(\nendstream\n)>>`],
    ['a script in what is said to be packed', packed(SCRIPT)],
    ['a recording that runs a script', '4 0 obj<</S/Rendition/OP 0/JS(app)>>endobj'],
    ['a program to start', '4 0 obj<</S/La#75nch/F(calc)>>endobj'],
    ['a file within', '4 0 obj<</Type/EmbeddedFile/Length 9>>endobj'],
    ['files within', '4 0 obj<</Names<</EmbeddedFiles 5 0 R>>>>endobj'],
    ['a form that computes', '4 0 obj<</AcroForm<</Fields[]/XFA 5 0 R>>>>endobj'],
    ['a form that computes, in parts', '4 0 obj<</AcroForm<</XFA\n[(template) 5 0 R]>>>>endobj'],
    ['a form that computes behind a remark', '4 0 obj<</AcroForm<</X#46A% a remark\n[(template) 5 0 R]>>>>endobj'],
  ])('is not taken with %s', (_, inside) => {
    expect(cleanEvidence(paper(inside))).toMatchObject({ refused: 'invalid', code: 'activePaper' });
  });

  test.each([
    ['a picture in whose bytes short names stand by chance', packed('\x01/JS \xff\x02/XFA\xe9/XFAs 1/JS\x80')],
    ['names that only begin so', '4 0 obj<</Launcher 1/JavaScripts 2/XFACTOR 3/Embedded 4>>endobj'],
    ['a form to be printed', '4 0 obj<</AcroForm<</Fields[]>>>>endobj'],
  ])('is taken with %s', (_, inside) => {
    expect(cleanEvidence(paper(inside))).toEqual({ type: 'application/pdf', bytes: paper(inside) });
  });

  /** As a scan is: bytes like any, always the same. */
  function scan(size: number): Buffer {
    const bytes = Buffer.alloc(size);
    for (let at = 0, last = 1; at < size; at++) {
      last = (Math.imul(last, 1_664_525) + 1_013_904_223) >>> 0;
      bytes[at] = last >>> 24;
    }
    return paper(packed(bytes.toString('latin1')));
  }

  test.each([
    ['parts that begin and never end', '>>stream\n'],
    ['blanks', ' '],
    ['ends of objects and blanks', '>>\n\n\n\n\n\n\n\n\n\n'],
    ['names that nearly run', '/#4aavaScrip#7'],
    ['forms of nothing', '/XFA\n\n\n\n\n\n\n\n\n'],
    ['slashes', '/'],
  ])('is read at one go: %s without end are read by their size, as a scan is', async (_, piece) => {
    for (const size of [200_000, 9_900_000]) {
      const odd = paper(`/XFA${piece.repeat(size / piece.length)}`);
      const ordinary = scan(size);
      const times = await timesAsLong(() => cleanEvidence(odd), { as: () => cleanEvidence(ordinary), rounds: 5 });
      // Some thirty times as long by each byte; read from every place anew it would be ten thousands of times.
      expect(times).toBeLessThan(500);
    }
  });
});
