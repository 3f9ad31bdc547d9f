/** docs/grade.md: the JSON of a grade, from the fields that its reader takes. */
import {
  controlFields,
  type Field,
  fileFields,
  GRADE_FORMAT,
  MOST_NODES,
  nodeFields,
  partFields,
  windowFields,
} from '../shared/doc/grade-json.ts'

/** A grade to begin from; a test reads it. */
const example = `{
  "format": "${GRADE_FORMAT}",
  "working": "acescct",
  "nodes": [
    { "label": "Balance", "cdl.slope": [1.08, 1, 0.94], "cdl.saturation": 0.9 },
    {
      "id": "face0001",
      "label": "Face",
      "primaries.gain": [1.1, 1, 1, 1],
      "windows": [{ "shape": [0.1, -0.05, 0.3, 0.4, 0], "soft": [0.2] }],
      "keyframes": { "primaries.gain": { "24": ["linear", 1, 1, 1, 1], "48": ["linear", 1.1, 1, 1, 1] } }
    },
    { "id": "sky00001", "in": "00000001", "cdl.offset": [0, 0, 0.02] },
    { "kind": "parallel", "in": ["face0001", "sky00001"] }
  ]
}`

function table(fields: readonly Field[]): string[] {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [
    row(['field', 'holds', 'left out', 'what']),
    row(['---', '---', '---', '---']),
    ...fields.map(({ name, holds, rest, doc }) => row([`\`${name}\``, holds, rest, doc])),
  ]
}

export const printGradePage = (): string =>
  `${[
    '# The JSON of a grade',
    '',
    'Written by `npm run docs` from `shared/doc/grade-json.ts`; a test compares. One file is the grade of one clip, of one half of a group, or of',
    'the timeline, outside any session: `npx samelight grade` prints it and brings it back, `npx samelight apply` grades pictures by it.',
    '',
    '```json',
    example,
    '```',
    '',
    'The fields below are all there are: another one is refused by its path, as is a value that the document would refuse. Numbers are rounded to',
    'f32; a list of one may stand without its brackets. A grade that is read, put into a document and printed again is the same text, and its',
    'picture the same bits.',
    '',
    '## The file',
    '',
    ...table(fileFields),
    '',
    'A *link* is the id of a node of the same list or `"src"`, the picture that the grade is given; `{ "node": …, "port": … }` reads one of its',
    `ports \`rgb\`, \`r\`, \`g\`, \`b\`, \`key\`. A list without links is serial correctors. It has at most ${MOST_NODES} nodes and no circle; a node that nobody`,
    'reads is unlinked on purpose and not in the picture.',
    '',
    '## A node',
    '',
    ...table(nodeFields),
    '',
    'Its controls are fields of the node by the names that the document gives them: `<operator>.<control>` as [ops.md](ops.md) lists them, and',
    '',
    ...table(controlFields),
    '',
    '## A window',
    '',
    ...table([...windowFields, ...partFields]),
  ].join('\n')}\n`
