/** Finds variables that nothing defines: the builder puts nothing in their place, and says so only when asked. */
import { at, defineRule, type Match } from '../../lint/rule';
import { nearest } from '../../model/editDistance';
import type { FileFacts, StageFacts } from '../../model/facts';
import { PROXY_ARGUMENTS } from '../../model/scope';
import { unsetUses, type UnsetUse } from '../../model/variableUses';
import type { Instruction } from '../../syntax/nodes';
import { pairsOf } from '../../syntax/views';
import { memoized } from '../../text/memoized';

export default defineRule({
  id: 'no-undefined-variable',
  scope: 'file',
  meta: {
    category: 'instructions',
    level: 'warning',
    since: '0.1.0',
    fix: 'sometimes',
    equivalents: ['buildkit/UndefinedVar'],
  },
  docs: {
    summary: 'Use only variables that an ENV, an ARG or the base image defines',
    lesson: `In \`COPY\`, \`ENV\`, \`WORKDIR\`, \`LABEL\` and their like the builder itself fills in \`$NAME\`, from the \`ENV\` and \`ARG\` instructions
above and the environment of the base image, never from your shell. A name that nobody defines becomes nothing:
\`COPY $DIR_ASSET .\` copies from an empty path, and \`WORKDIR $HOME/app\` means \`/app\`, because \`HOME\` exists only once a shell
runs. An \`ARG\` further down does not help: instructions see only what stands above them.`,
    examples: {
      bad: [
        'FROM alpine:3.20\nARG DIR_ASSETS=assets/\nCOPY $DIR_ASSET .\nUSER nobody\n',
        'FROM alpine:3.20\nWORKDIR $HOME/app\nUSER nobody\n',
      ],
      good: [
        'FROM alpine:3.20\nARG DIR_ASSETS=assets/\nCOPY $DIR_ASSETS .\nENV PATH=/opt/bin:$PATH\nUSER nobody\n',
        'FROM python:3.12-slim\nLABEL version=$PYTHON_VERSION\nUSER nobody\n',
        'FROM example.org/own/image:1\nWORKDIR $APP_HOME\nUSER ${APP_USER:-nobody}\n',
      ],
    },
    whenNotToUse: 'When a base image that this tool does not know as well as you do defines the variable.',
    references: [
      'https://docs.docker.com/reference/dockerfile/#environment-replacement',
      'https://docs.docker.com/reference/build-checks/undefined-var/',
    ],
  },
  messages: {
    never: 'Nothing defines {name}, so ${name} is empty here.',
    typo: 'Nothing defines {name}, so ${name} is empty here; did you mean {meant}?',
    later: '{name} is declared only below, so ${name} is empty here; move the declaration up.',
    beside: '{name} gets its value in this very instruction, so ${name} is empty here.',
  },
  concerns: (stage) => unsetUses(stage).length > 0,
  check(file, { parity }, stages) {
    const found: Match[] = [];
    for (const stage of stages)
      for (const use of unsetUses(stage)) {
        const match = matchOf(use, stage);
        // Under parity this rule speaks for no-undeclared-argument too, which draws its lines elsewhere.
        if (parity !== undefined || isCertain(use, match, stage, file)) found.push(match);
      }
    return found;
  },
  fix({ at: anchor, data }) {
    const meant = data?.['meant'];
    if (meant === undefined) return [];
    return [{ title: `Change to ${meant}`, safety: 'suggestion', edits: [{ at: anchor, newText: meant }] }];
  },
});

function matchOf({ instruction, variable, isSetBeside }: UnsetUse, stage: StageFacts): Match {
  const { name, nameSpan } = variable;
  const where = at(instruction, nameSpan);
  const data = { name };
  if (isSetBeside) return { at: where, message: 'beside', data };
  if (argumentsOf(stage).has(name)) return { at: where, message: 'later', data };
  const { env, args } = stage.stateBefore(instruction);
  const meant = nearest(name, [...env.keys(), ...args.keys()]);
  if (meant === undefined) return { at: where, message: 'never', data };
  return { at: where, message: 'typo', data: { ...data, meant } };
}

/** Where others do not say it already, and no image that is not known through and through can have set it. */
function isCertain(
  { instruction, variable, isSetBeside }: UnsetUse,
  match: Match,
  stage: StageFacts,
  file: FileFacts,
): boolean {
  const { name, operator } = variable;
  // A default, an alternative or an error message is an answer to the question what happens without a value.
  if (operator !== undefined && /^:?[-+?]$/.test(operator)) return false;
  // no-self-reference-in-env
  if (isSetBeside && instruction.keyword === 'ENV') return false;
  if (PROXY_ARGUMENTS.has(name)) return false;
  if (match.message === 'later' || match.message === 'beside') return true;
  // no-undeclared-argument
  if (file.globalScope.has(name) || file.stages.some((other) => argumentsOf(other).has(name))) return false;
  return match.message === 'typo' || stage.rootReference === 'scratch' || stage.image?.envIsComplete === true;
}

const argumentsOf = memoized((stage: StageFacts): ReadonlySet<string> => {
  const declarations = stage.instructions.filter(isArgument);
  return declarations.length === 0
    ? NO_NAMES
    : new Set(declarations.flatMap((instruction) => pairsOf(instruction).map(({ name }) => name)));
});

const NO_NAMES: ReadonlySet<string> = new Set();

function isArgument({ keyword }: Instruction): boolean {
  return keyword === 'ARG';
}
