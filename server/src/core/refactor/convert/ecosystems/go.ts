/** Go: the program is built static where it is safe, and runs on an image that holds nothing else. */
import { distrolessStatic } from '../../../model/images/catalog/siblings';
import { at } from '../../../lint/rule';
import {
  edited,
  LEFT_OUT,
  refusal,
  type BaseCandidate,
  type Ecosystem,
  type LocatedCompile,
  type Placement,
  type Plan,
  type Project,
  type Refusal,
  type Step,
} from '../contract';
import { certainMaker, lastMaker } from '../bringers';
import { FOR_CALLERS, pathOfCalled, startsNothing } from '../calledPrograms';
import { goPrograms } from '../go/programs';
import { usesC, type CUse } from '../go/cgo';
import { libcOf } from '../native/bases';
import { dataArtifacts, mayHoldUnknownData } from '../projectData';

export const go: Ecosystem = {
  id: 'go',
  name: 'Go',
  plan(project) {
    if (project.shipped?.compile.ecosystem !== 'go') return undefined;
    const builds = project.compiles.filter(({ compile }) => compile.ecosystem === 'go');
    const last = builds.at(-1);
    return last === undefined ? undefined : planOf(project, builds, last);
  },
};

function planOf(project: Project, builds: readonly LocatedCompile[], last: LocatedCompile): Plan | Refusal {
  const programs = goPrograms(project, builds);
  if ('reason' in programs) return programs;
  const use = usesC(project, builds);
  if (use.kind === 'unknown')
    return refusal(
      'variable-decides',
      'A variable decides whether the program is linked to the C library, and with that what it can run on.',
      {
        at: at(use.by.step.instruction, use.by.compile.span),
        wayOut: 'Set CGO_ENABLED to 0 or 1.',
      },
    );
  const paths = programs.map(({ from }) => from);
  const maker = certainMaker(project, paths) ?? lastMaker(project, paths);
  const data = dataArtifacts(project);
  const linking = use.kind === 'default' ? withoutCgo(builds) : {};
  const isStatic = use.kind !== 'yes';
  const isForCallers = startsNothing(project);
  return {
    kind: 'plan',
    ends: maker === undefined || maker.index < last.step.index ? last.step : maker,
    artifacts: [...programs, ...data],
    bases: isStatic ? staticBases(project) : plainSystem(project.stage),
    needs: { libc: isStatic ? 'none' : libcOf(project), certificates: 'maybe', timeZones: 'maybe' },
    readsProjectFiles: true,
    isForCallers,
    ...linking,
    insertions: [...(linking.insertions ?? []), ...(isForCallers ? pathOfCalled(project, programs) : [])],
    notes: [
      linkageNote(use),
      ...(isForCallers ? [FOR_CALLERS] : []),
      ...(mayHoldUnknownData(project) ? [UNKNOWN_DATA] : []),
    ],
  };
}

const UNKNOWN_DATA =
  'The build context is not known here: what the program reads when it runs, such as templates or settings, needs a COPY of its own in the final stage.';

function linkageNote(use: Exclude<CUse, { readonly kind: 'unknown' }>): string {
  switch (use.kind) {
    case 'off':
      return 'The program is linked statically, so it needs nothing of the running image.';
    case 'default':
      return 'CGO_ENABLED=0 links the program statically, so it needs nothing of the running image.';
    case 'yes':
      return `The program is linked to the C library, for ${use.why}; so the running image is of the same system.`;
  }
}

/** One that opens connections and writes files of its own is better off as root where the file says so. */
function staticBases(project: Project): readonly BaseCandidate[] {
  const { stage } = project;
  const why = 'Certificates, time zones and an unprivileged user, and no shell.';
  const asRoot = {
    reference: distrolessStatic.replace(/:nonroot$/, ''),
    why: 'Certificates and time zones, and no shell.',
  };
  const small: BaseCandidate = { reference: distrolessStatic, why };
  const others: readonly BaseCandidate[] = [
    { reference: 'alpine:3', why: 'A small system with a shell.' },
    ...plainSystem(stage),
  ];
  // Whoever calls a program may do so by a script.
  if (startsNothing(project)) return others.toReversed();
  return needsRoot(stage) ? [asRoot, ...others] : [small, ...others];
}

/** A volume belongs to root, and so does what was made for the program; an account that the file names is kept as it is. */
function needsRoot({ instructions, end }: Project['stage']): boolean {
  if (end.userSetBy !== undefined) return true;
  return instructions.some(
    ({ keyword, words }) =>
      keyword === 'VOLUME' ||
      (keyword === 'EXPOSE' && words.some(({ value }) => Number.parseInt(value, 10) < 1024)),
  );
}

function plainSystem({ image, baseWord }: Project['stage']): readonly BaseCandidate[] {
  const { id, version, codename } = image?.distribution ?? {};
  const why = 'The system that the program was built on, without the compiler.';
  if (image?.kind === 'os' && baseWord !== undefined) return [{ reference: baseWord.text, why }];
  if (id === 'debian') return [{ reference: `debian:${codename ?? 'stable'}-slim`, why }];
  if (id === 'alpine') return version === undefined ? [] : [{ reference: `alpine:${version}`, why }];
  return [];
}

/** Go takes the C library for names of hosts and users wherever it finds a compiler, unless it is told not to. */
function withoutCgo(builds: readonly LocatedCompile[]): Pick<Plan, 'placements' | 'insertions'> {
  const steps = [...new Set(builds.map(({ step }) => step))];
  if (steps.some(({ instruction }) => instruction.exec !== undefined))
    return { insertions: [{ place: 'build-start', text: 'ENV CGO_ENABLED=0' }] };
  const placements = new Map<Step, Placement>();
  for (const step of steps) {
    const edits = builds
      .filter((built) => built.step === step)
      .map(({ command: { span } }) => ({
        span: { start: span.start, end: span.start },
        newText: 'CGO_ENABLED=0 ',
      }));
    placements.set(step, { build: edited(step.instruction, edits), run: LEFT_OUT });
  }
  return { placements };
}
