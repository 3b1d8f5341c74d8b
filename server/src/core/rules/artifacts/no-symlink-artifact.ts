/** Finds copies of symbolic links that only work in the image they come from. */
import { at, defineRule, type Match } from '../../lint/rule';
import { pathOf } from '../../model/artifacts/stageFiles';
import type { Edge, StageFacts } from '../../model/facts';
import { describeImage } from '../../model/images/index';
import { copyView } from '../../syntax/views';

export default defineRule({
  id: 'no-symlink-artifact',
  scope: 'stage',
  withEdges: true,
  meta: {
    category: 'artifacts',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: [],
  },
  docs: {
    summary: 'Do not copy a link out of the image that it points into',
    lesson: `\`COPY\` follows a symbolic link that is given as its source: what arrives is the file at the other end, under the link's name
and without anything around it. In the Node.js images \`/usr/local/bin/npm\` is a link to
\`../lib/node_modules/npm/bin/npm-cli.js\`, a script that loads \`../lib/cli.js\` from where it lies. As a plain file in
\`/usr/local/bin\` it finds nothing there and stops with "Cannot find module". So do \`npx\`, \`corepack\`, and what lies in
\`node_modules/.bin\`.

Copy the folder that the link points into, and make the link again. Links *inside* a copied folder are kept as they are.`,
    examples: {
      bad: [
        'FROM python:3.13-slim\nCOPY --from=node:22-slim /usr/local/bin/node /usr/local/bin/node\nCOPY --from=node:22-slim /usr/local/bin/npm /usr/local/bin/npm\nUSER nobody\n',
      ],
      good: [
        'FROM python:3.13-slim\nCOPY --from=node:22-slim /usr/local/bin/node /usr/local/bin/node\nCOPY --from=node:22-slim /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm\nRUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm\nUSER nobody\n',
      ],
    },
    whenNotToUse:
      'When a single file is meant that works anywhere, such as a compiled program behind the link.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#copy',
      'https://github.com/nodejs/docker-node',
    ],
  },
  messages: {
    link: '{path} is a link to {target}; the copy takes that one file along and it does not work by itself. Copy {folder} and make the link again.',
    bin: '{path} is a link into its package; the copy takes one file along and it does not work by itself. Copy node_modules instead.',
  },
  check(stage) {
    const found: Match[] = [];
    for (const edge of stage.edges) {
      if (edge.kind !== 'copy' || edge.instruction.keyword !== 'COPY') continue;
      for (const source of copyView(edge.instruction).sources) {
        if (!source.value.includes('bin/')) continue;
        const path = pathOf(stage, edge.instruction, source.value);
        if (path === undefined) continue;
        const link = LINKS.get(path);
        if (link !== undefined && isNode(stage, edge))
          found.push({ at: at(edge.instruction, source.span), message: 'link', data: { path, ...link } });
        else if (/\/node_modules\/\.bin\/[\w.-]+$/.test(path))
          found.push({ at: at(edge.instruction, source.span), message: 'bin', data: { path } });
      }
    }
    return found;
  },
  fix(match, { stage }) {
    const { node } = match.at;
    const target = match.data?.['target'];
    const folder = match.data?.['folder'];
    if (stage === undefined || node?.kind !== 'instruction' || target === undefined || folder === undefined)
      return [];
    const { sources, destination } = copyView(node);
    if (sources.length !== 1 || destination === undefined || node.exec !== undefined) return [];
    if (stage.stateBefore(node).shell === null) return [];
    const lineEnd = node.text.includes('\r\n') ? '\r\n' : '\n';
    const name = (match.data?.['path'] ?? '').replace(/^.*\//, '');
    const link = destination.value.endsWith('/') ? `${destination.value}${name}` : destination.value;
    return [
      {
        title: `Copy ${folder} and link ${name}`,
        safety: 'suggestion',
        edits: [
          { at: match.at, newText: folder },
          { at: at(node, destination.span), newText: folder },
          {
            at: at(node, { start: node.span.end, end: node.span.end }),
            newText: `${lineEnd}RUN ln -sf ${target} ${link}`,
          },
        ],
      },
    ];
  },
});

/** In every Node.js image. Source: nodejs/docker-node, the layout of Node's own archives. */
const LINKS: ReadonlyMap<string, { readonly target: string; readonly folder: string }> = new Map(
  [
    ['npm', 'npm/bin/npm-cli.js'],
    ['npx', 'npm/bin/npx-cli.js'],
    ['corepack', 'corepack/dist/corepack.js'],
  ].map(([name = '', file = '']) => [
    `/usr/local/bin/${name}`,
    {
      target: `/usr/local/lib/node_modules/${file}`,
      folder: `/usr/local/lib/node_modules/${file.slice(0, file.indexOf('/'))}`,
    },
  ]),
);

function isNode(stage: StageFacts, edge: Edge): boolean {
  if (edge.to.kind === 'image') return describeImage(edge.to.reference)?.family === 'node';
  return stage.producer(edge)?.image?.family === 'node';
}
