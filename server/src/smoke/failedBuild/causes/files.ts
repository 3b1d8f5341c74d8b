/** Causes that many programs tell in the same words: a file or a folder is not where it is looked for. */
import { bringing, instructionsAfter, lineOf } from '../evidence';
import type { Cause } from './cause';

export const fileCauses: readonly Cause[] = [
  {
    id: 'no-such-folder',
    output: [/(?:can't cd to|cd: ) ?['\u2018]?(?<path>[^:'\u2019\s]+)['\u2019]?(?::|$)/u],
    exitCodes: [1, 2],
    tell: ({ groups }) => ({
      happened: `There is no folder ${groups['path'] ?? ''} at this line.`,
      remedy:
        'Each RUN begins in the WORKDIR: a cd of an earlier one is forgotten. Make the folder with WORKDIR.',
      rules: ['no-cd'],
    }),
  },
  {
    id: 'no-such-file',
    output: [
      /(?:cannot (?:stat|open|access)|can't (?:stat|open)|can't open file) ['\u2018]?(?<path>[\w./@+-]+)['\u2019]?: (?:\[Errno 2\] )?No such file/u,
      /(?:No such file or directory|not found): '?(?<path>[\w./@+-]+\.[\w]+)'?$/u,
      /ENOENT: no such file or directory, \w+ '(?<path>[^']+)'/u,
      /(?:^|: )(?<path>[\w./@+-]*\/[\w.@+-]+): No such file or directory$/u,
    ],
    exitCodes: [1, 2, 127, 254],
    takes: 'last',
    tell: ({ groups }, evidence) => {
      const path = groups['path'] ?? '';
      const later =
        path === '' ? undefined : bringing(instructionsAfter(evidence), path.replace(/^(?:\.\/|\/)/u, ''));
      return {
        happened: `The command needs ${path}, and it is not in the image at this line.`,
        remedy:
          later === undefined
            ? 'Copy it before, and compare WORKDIR with its destination; what .dockerignore names does not arrive.'
            : `Line ${String(lineOf(evidence, later))} may bring it: move that COPY above this line.`,
      };
    },
  },
];
