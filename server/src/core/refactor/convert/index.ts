/** Converts a stage that compiles what it ships into a build stage and a final stage, or says why it does not. */
import { at } from '../../lint/rule';
import { runtimePurpose } from '../../model/runtimeCommand';
import type { FileFacts, StageFacts } from '../../model/facts';
import type { BaseImage } from '../../model/images/index';
import type { Surroundings } from '../../model/surroundings';
import type { Answers, Choice } from './choices';
import { refusal, type Insertion, type Plan, type Project, type Refusal } from './contract';
import { ecosystems } from './ecosystems/index';
import { ownersOf } from './owners';
import { partition } from './partition';
import { projectOf } from './project';
import { chooseBase } from './runtimeBase';
import { write } from './write';

export type { Answers, Choice, ChoiceAnswer, ChoiceId } from './choices';
export type { Refusal, RefusalReason } from './contract';

export interface Draft {
  readonly kind: 'draft';
  /** The ecosystem's name: `Go`. */
  readonly ecosystem: string;
  /** The whole new file. */
  readonly text: string;
  /** Sentences, in the order of the file. */
  readonly explanation: readonly string[];
  readonly choices: readonly Choice[];
}

/** Pure and deterministic. What it drafts has not been judged yet: that is done where the linter is known. */
export function draftConversion(
  file: FileFacts,
  stage: StageFacts,
  surroundings: Surroundings,
  answers: Answers,
): Draft | Refusal {
  const project = projectOf(file, stage, surroundings, answers);
  const obstacle = obstacleOf(project);
  if (obstacle !== undefined) return obstacle;
  for (const ecosystem of ecosystems) {
    const plan = ecosystem.plan(project);
    if (plan === undefined) continue;
    return plan.kind === 'refused' ? plan : drafted(project, plan, ecosystem.name);
  }
  return refusalOfNone(project);
}

/** No ecosystem has a word on the stage: the reason is what the container is for, where something is compiled at all. */
function refusalOfNone({ stage, compiles }: Project): Refusal {
  const start = stage.command.entrypoint ?? stage.command.cmd;
  const place = at(start !== undefined && stage.instructions.includes(start) ? start : stage.from);
  const [compile] = compiles;
  switch (compile === undefined ? 'runs' : runtimePurpose(stage)) {
    case 'builds':
      return refusal(
        'needs-compiler-at-run-time',
        'The container compiles, tests or serves from sources when it starts.',
        {
          at: place,
          wayOut: 'Start what the build leaves.',
        },
      );
    case 'works':
      return refusal(
        'made-to-build-in',
        'The image is a place to work in, so its tools are what it is for.',
        { at: place },
      );
    case 'unset':
      return refusal(
        'no-command',
        'Nothing says what the container starts, so what it needs cannot be known.',
        {
          at: place,
          wayOut: 'Add a CMD or an ENTRYPOINT.',
        },
      );
    case 'runs':
      return refusal('nothing-compiled', 'Nothing in this stage compiles what is shipped.', {
        at: at(stage.from),
      });
  }
}

function obstacleOf({ file, stage }: Project): Refusal | undefined {
  if (file.templateMark !== undefined)
    return refusal('template', 'This is a template, and what it becomes is not known.', {
      at: at(file.templateMark),
    });
  if (stage.consumers.length > 0)
    return refusal('stage-in-use', 'Other stages stand on this one or take files from it.', {
      at: at(stage.from),
    });
  return undefined;
}

function drafted(project: Project, plan: Plan, ecosystem: string): Draft | Refusal {
  const parts = partition(project, plan);
  if ('reason' in parts) return parts;
  const base = chooseBase(project, plan, parts);
  if ('reason' in base) return base;
  const buildName = freeName(project);
  const owners = ownersOf(project, plan);
  const artifacts = [
    ...certificatesFor(project, plan, base.image),
    ...plan.artifacts.map((artifact) => ({ ...artifact, ...owners.get(artifact) })),
  ];
  const insertions: readonly Insertion[] = [
    ...(base.install === undefined ? [] : [{ place: 'before-artifacts', text: base.install } as const]),
    ...(plan.insertions ?? []),
  ];
  return {
    kind: 'draft',
    ecosystem,
    text: write(project, {
      plan: { ...plan, artifacts, insertions },
      parts,
      runtimeBase: base.reference,
      buildName,
    }),
    explanation: plan.notes,
    choices: [base.choice, ...(plan.choices ?? [])],
  };
}

/** Where TLS clients look for authorities on Debian, Alpine and what stands on them. */
const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** A base without certificates gets those that the build stage has, so that connections go on to be trusted. */
function certificatesFor(
  { stage }: Project,
  { needs }: Plan,
  base: BaseImage | undefined,
): Plan['artifacts'] {
  if (
    needs.certificates !== 'maybe' ||
    base?.caCertificates !== false ||
    stage.image?.caCertificates !== true
  )
    return [];
  return [{ from: CERTIFICATES, to: CERTIFICATES, kind: 'file', what: 'the certificates of authorities' }];
}

function freeName({ file }: Project): string {
  const taken = new Set(file.stages.map(({ name }) => name?.toLowerCase()));
  const free = ['build', 'builder', 'compile'].find((name) => !taken.has(name));
  if (free !== undefined) return free;
  let number = 2;
  while (taken.has(`build-${String(number)}`)) number += 1;
  return `build-${String(number)}`;
}
