/** Converts a stage that compiles what it ships into a build stage and a final stage, or says why it does not. */
import { at } from '../../lint/rule';
import { syntaxProblems } from '../../syntax/validate';
import { runtimePurpose } from '../../model/runtimeCommand';
import type { FileFacts, StageFacts } from '../../model/facts';
import type { BaseImage } from '../../model/images/index';
import type { Surroundings } from '../../model/surroundings';
import type { Answers, Choice } from './choices';
import { carried } from './carry';
import { refusal, type Insertion, type Plan, type Project, type Refusal } from './contract';
import { ecosystems } from './ecosystems/index';
import { ownersOf } from './owners';
import { projectOf } from './project';
import { chooseBase, type ChosenBase } from './runtimeBase';
import { write } from './write';

export type { Answers, Choice } from './choices';
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
function refusalOfNone({ stage, compiles, shipped }: Project): Refusal {
  if (shipped !== undefined)
    return refusal(
      'unknown-ecosystem',
      `This ${shipped.compile.describes}, and what that leaves is not known here.`,
      { at: at(shipped.instruction, shipped.compile.span) },
    );
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
  const broken = file.dockerfile.instructions.find((each) => syntaxProblems(each).length > 0);
  if (broken !== undefined)
    return refusal('has-errors', 'This line has an error, so the file is not built as it stands.', {
      at: at(broken),
      wayOut: 'Correct it first.',
    });
  if (stage.image?.os === 'windows' || stage.from.escape === '`')
    return refusal('windows', 'Stages that run on Windows are not converted.', { at: at(stage.from) });
  const trigger = stage.instructions.find(({ keyword }) => keyword === 'ONBUILD');
  if (trigger !== undefined)
    return refusal('onbuild', 'ONBUILD makes this image a base for others, which may build with its tools.', {
      at: at(trigger),
    });
  if (stage.triggers.length > 0)
    return refusal('onbuild', 'The base has ONBUILD instructions, which the running stage would not get.', {
      at: at(stage.from),
    });
  if (stage.consumers.length > 0 || isCounted(file, stage))
    return refusal('stage-in-use', 'Other stages stand on this one or take files from it.', {
      at: at(stage.from),
      wayOut: 'Convert the stage that is shipped.',
    });
  return undefined;
}

/** A number that names a later stage would name the one before it. */
function isCounted({ stages }: FileFacts, { index }: StageFacts): boolean {
  return stages.some(({ edges }) =>
    edges.some(
      ({ to, reference }) => to.kind === 'stage' && to.index >= index && /^\d+$/.test(reference.value),
    ),
  );
}

function drafted(project: Project, plan: Plan, ecosystem: string): Draft | Refusal {
  const base = chooseBase(project, plan);
  if ('reason' in base) return base;
  const { parts } = base;
  const lines = carried(project, plan, parts, base.image);
  if ('reason' in lines) return lines;
  const owners = ownersOf(project, plan);
  const whole: Plan = {
    ...plan,
    artifacts: [
      ...certificatesFor(project, plan, base.image),
      ...zonesFor(project, plan, base.image),
      ...plan.artifacts.map((artifact) => ({ ...artifact, ...owners.get(artifact) })),
    ],
    insertions: [...lines, ...installing(base), ...(plan.insertions ?? [])],
  };
  const names = namesFor(project);
  return {
    kind: 'draft',
    ecosystem,
    text: write(project, { plan: whole, parts, runtimeBase: base.reference, ...names }),
    explanation: explained(project, whole, base, names),
    choices: [base.choice, ...(plan.choices ?? [])],
  };
}

function installing({ install }: ChosenBase): readonly Insertion[] {
  if (install === undefined) return [];
  const note = 'The old base image has programs that the running image calls; here they are installed.';
  return [{ place: 'before-artifacts', text: install, note }];
}

/** Sentences in the order of the file: the build stage, the base of the running one, what is copied into it. */
function explained({ stage, steps }: Project, plan: Plan, base: ChosenBase, names: Names): readonly string[] {
  const { insertions = [] } = plan;
  const notesAt = (isMeant: (place: Insertion['place']) => boolean): readonly string[] =>
    insertions.flatMap(({ place, note }) => (note !== undefined && isMeant(place) ? [note] : []));
  const isOfBuild = (place: Insertion['place']): boolean =>
    typeof place === 'object' || place === 'build-start' || place === 'build-end';
  const renamed = stage.name !== undefined && names.finalName === undefined;
  return [
    ...(renamed
      ? [
          `The name ${stage.name} stays with the stage that builds; the final stage is the one without a name.`,
        ]
      : []),
    ...notesAt(isOfBuild),
    ...steps.flatMap((step) => base.parts.get(step)?.note ?? []),
    ...(base.why === undefined
      ? []
      : [`The final stage starts from ${base.reference}: ${lowered(base.why)}`]),
    ...notesAt((place) => !isOfBuild(place)),
    ...plan.notes,
  ].filter((note, index, all) => all.indexOf(note) === index);
}

/** A sentence behind a colon; a name at its start keeps its capitals. */
function lowered(sentence: string): string {
  return /^[A-Z][a-z]*[ ,]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence;
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

/** Go brings the time zones with its tools, where programs look for them when the system has none. */
const GO_ZONES = '/usr/local/go/lib/time/zoneinfo.zip';

function zonesFor({ stage }: Project, { needs }: Plan, base: BaseImage | undefined): Plan['artifacts'] {
  const isWanted = needs.timeZones === 'maybe' && stage.image?.family === 'golang' && base !== undefined;
  if (!isWanted || base.family === 'distroless' || hasZones(base)) return [];
  return [{ from: GO_ZONES, to: GO_ZONES, kind: 'file', what: 'the time zones' }];
}

/** Debian's images hold the package tzdata up to release 12 (its priority was "required"). */
function hasZones({ distribution }: BaseImage): boolean {
  return (
    distribution?.id === 'debian' &&
    /^(?:stretch|buster|bullseye|bookworm)$/.test(distribution.codename ?? '')
  );
}

interface Names {
  readonly buildName: string;
  readonly finalName: string | undefined;
}

/** Who builds the stage by its name gets what is shipped; a name that says "build" is no such name. */
function namesFor({ file, stage }: Project): Names {
  const { name, role } = stage;
  const taken = new Set(file.stages.map((each) => each.name?.toLowerCase()));
  if (name !== undefined && role !== 'target' && /^(?:build|builder|compile|compiler)$/i.test(name))
    return { buildName: name, finalName: undefined };
  const free = ['build', 'builder', 'compile'].find((each) => !taken.has(each));
  if (free !== undefined) return { buildName: free, finalName: name };
  let number = 2;
  while (taken.has(`build-${String(number)}`)) number += 1;
  return { buildName: `build-${String(number)}`, finalName: name };
}
