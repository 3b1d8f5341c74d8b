/** Which paths of a built JavaScript project are copied into the running image: just what is needed, or the whole folder. */
import { joined } from '../../../../model/artifacts/commandPlace';
import { destinationOf } from '../../../../model/artifacts/copyPaths';
import { isWithin } from '../../../../model/artifacts/effects';
import { broadSource } from '../../../../model/contextCopies';
import type { ProjectOutput } from '../../../../model/javascript/buildOutputs';
import { startedTools } from '../../../../model/javascript/packageScripts';
import { at } from '../../../../lint/rule';
import type { Choice } from '../../choices';
import { refusal, type Artifact, type Refusal } from '../../contract';
import type { Application } from './application';
import { linkedFolders, placed } from './dependencies';
import { listingAt } from './layout';
import { carriedFiles } from './projectFiles';
import type { Program } from './start';

/** The answer that copies the folder of the project as it is. */
export const WHOLE = '.';

export interface Chosen {
  readonly artifacts: readonly Artifact[];
  readonly choices: readonly Choice[];
  readonly notes: readonly string[];
}

/** The paths that are copied, with the question that they answer. */
export function chosenPaths(application: Application): Chosen | Refusal {
  const { project, root, ends } = application;
  const outside = outsideOf(application);
  const whole = wholeFolder(application);
  const precise = precisePaths(application) ?? usualPaths(application);
  const given = project.answers.artifactPath;
  const value = given ?? (precise === undefined ? WHOLE : precise.value);
  const answers = [
    ...(precise === undefined ? [] : [{ value: precise.value, detail: 'What the program needs to run.' }]),
    { value: WHOLE, detail: 'The whole folder of the project, sources included.' },
  ];
  const choice: Choice = {
    id: 'artifactPath',
    question: 'What of the project does the running program read?',
    answers,
    taken: value,
  };
  if (value === WHOLE && whole === '/')
    return refusal(
      'unknown-artifact',
      'The project lies in the root folder, among the files of the system.',
      {
        at: at(ends.instruction),
        wayOut: 'Give it a folder of its own with WORKDIR.',
      },
    );
  if (value === WHOLE)
    return {
      artifacts: [
        ...outside,
        { from: whole, to: whole, kind: 'directory', what: 'the project with its result' },
      ],
      choices: [choice],
      notes: precise === undefined ? [wholeNote(application)] : [],
    };
  if (value === precise?.value)
    return { artifacts: [...outside, ...precise.artifacts], choices: [choice], notes: precise.notes };
  const paths = value.split(',').map((path) => path.trim());
  if (paths.some((path) => path === '' || /[*?[\]$\s]/.test(path)))
    return refusal('unfit-answer', `"${value}" is no list of paths.`, { at: at(ends.instruction) });
  return {
    artifacts: paths.map((path) => ({
      from: joined(root, path),
      to: joined(root, path),
      kind: /\.\w+$/.test(path) ? 'file' : 'directory',
      what: 'a part of the program',
    })),
    choices: [choice],
    notes: [],
  };
}

function wholeNote({ folder, isOutputComplete }: Application): string {
  if (folder === undefined)
    return 'The build context is not known here, so the whole folder of the project is copied: the program may read any of its files.';
  return isOutputComplete
    ? 'The whole folder of the project is copied: what it holds is not all known.'
    : 'The whole folder of the project is copied: it cannot be told where the build leaves its result.';
}

interface Precise extends Omit<Chosen, 'choices'> {
  /** As an answer: `dist,node_modules,package.json`. */
  readonly value: string;
}

/** Undefined when a file that the program needs could be missing. */
function precisePaths(application: Application): Precise | undefined {
  const { project, root, start, manifest, ends } = application;
  if (start.kind !== 'program') return undefined;
  const standalone = standaloneOf(application, start);
  if (standalone !== undefined) return standalone;
  if (isInstalledElsewhere(application)) return undefined;
  const listing = listingAt(project, root, ends);
  if (listing === undefined || listing.has('.pnp.cjs') || manifest?.hasWorkspaces === true) return undefined;
  const outputs = outputsWith(application, start, listing);
  if (outputs === undefined) return undefined;
  const carried = carriedFiles({
    project,
    root,
    listing,
    outputs: outputs.found,
    linked: linkedFolders(manifest),
    buildFiles: buildFilesOf(application),
    isCopiedLater: isCopiedLater(application),
    hasDependencies: hasDependencies(application),
  });
  if (carried.length === 0) return undefined;
  // A program that lies in none of them would be missing.
  const file = start.file === undefined || isCopiedLater(application) ? undefined : joined(root, start.file);
  if (file !== undefined && !carried.some(({ path }) => isStartedFrom(file, joined(root, path))))
    return undefined;
  return {
    value: carried.map(({ path }) => path).join(','),
    artifacts: carried.map(({ path, kind }) => ({
      from: joined(root, path),
      to: joined(root, path),
      kind,
      what: whatOf(path, outputs.found),
    })),
    notes: outputs.notes,
  };
}

/** Where the build context is not known: what nearly every program that is started from the build's own folder needs. */
function usualPaths(application: Application): Precise | undefined {
  const { project, folder, start, root, installs, compiles } = application;
  // Bun reads its settings when it starts as well.
  if (project.stage.image?.language?.name === 'bun' || isInstalledElsewhere(application)) return undefined;
  if (folder !== undefined || start.kind !== 'program' || compiles.length === 0) return undefined;
  // A migration tool, say, reads files that nobody names here.
  if (start.tools.some((name) => !isProcessManager(name))) return undefined;
  const [, output] = /^(?:\.\/)?(dist|build|out|output)\/./.exec(start.file ?? '') ?? [];
  if (output === undefined) return undefined;
  const paths = ['package.json', ...(installs.length > 0 ? ['node_modules'] : []), output];
  return {
    value: paths.join(','),
    artifacts: paths.map((path) => ({
      from: joined(root, path),
      to: joined(root, path),
      kind: path === 'package.json' ? 'file' : 'directory',
      what: path === output ? 'the built program' : whatOf(path, []),
    })),
    notes: [
      `The build context is not known here: if the program reads other files than ${output}, name them with --artifact.`,
    ],
  };
}

/** Folders beside the one that the container starts in, where something is built too: the front end of a server, say. */
function outsideOf({ root, compiles }: Application): readonly Artifact[] {
  const folders = new Set<string>();
  for (const { step } of compiles)
    for (const { command, folder } of placed(step))
      if (
        folder !== undefined &&
        compiles.some((each) => each.command === command) &&
        !isWithin(folder, root)
      )
        folders.add(folder);
  // A folder above holds the project itself.
  return [...folders]
    .filter((folder) => !isWithin(root, folder))
    .map((folder) => ({
      from: folder,
      to: folder,
      kind: 'directory',
      what: 'what is built beside the project',
    }));
}

/** The folder of the whole project: where the container starts, or one above it in which something is installed or built. */
function wholeFolder({ root, installs, compiles }: Application): string {
  const builds = compiles.flatMap(({ step, command }) =>
    placed(step).flatMap((each) => (each.command === command ? [each.folder] : [])),
  );
  return [...installs.map(({ folder }) => folder), ...builds].reduce<string>(
    (whole, folder) => (folder !== undefined && isWithin(whole, folder) ? folder : whole),
    root,
  );
}

/** It starts the file that it is given, and brings what it needs. */
export function isProcessManager(name: string): boolean {
  return /^pm2(?:-runtime)?$|^(?:forever|strong-pm)$/.test(name);
}

/** Where nothing is installed in the project's own folder, what was installed elsewhere comes to it by ways of its own. */
function isInstalledElsewhere(application: Application): boolean {
  const { installs, root } = application;
  if (wholeFolder(application) !== root) return true;
  return installs.length > 0 && installs.every(({ folder }) => folder !== root);
}

/** Servers that frameworks leave with all their dependencies beside them; what is started tells that they are there. */
const STANDALONE = /^(?:\.\/)?(\.output|\.next\/standalone)\/./;

/** A server with all its dependencies beside it needs nothing else. */
function standaloneOf({ root, compiles }: Application, { file }: Program): Precise | undefined {
  const folder = compiles.length === 0 ? undefined : STANDALONE.exec(file ?? '')?.[1];
  if (folder === undefined) return undefined;
  const path = joined(root, folder);
  return {
    value: folder,
    artifacts: [{ from: path, to: path, kind: 'directory', what: 'the server with its dependencies' }],
    notes: [`The build leaves a server with all its dependencies in ${folder}.`],
  };
}

/** The project itself is copied behind the install: that copy goes to the running image as it stands. */
function isCopiedLater({ project, root, ends }: Application): boolean {
  return project.steps.some(
    ({ index, instruction }) =>
      index > ends.index &&
      broadSource(instruction) !== undefined &&
      destinationOf(project.stage, instruction)?.path === root,
  );
}

/** Files of the project that the build script itself is. */
function buildFilesOf({ compiles, folder }: Application): ReadonlySet<string> {
  if (folder === undefined) return new Set();
  const { tools } = startedTools(
    compiles.map(({ command }) => command),
    folder,
  );
  return new Set(
    tools
      .filter(({ tool, folder: place }) => tool.name === 'node' && place.path === folder.path)
      .flatMap(({ tool }) => tool.args.find(({ text }) => !text.startsWith('-'))?.value ?? [])
      .map((path) => path.replace(/^\.\//, '')),
  );
}

function isStartedFrom(file: string, path: string): boolean {
  // `node server` starts server.js.
  return isWithin(file, path) || (/\.[cm]?js$/.test(path) && path.replace(/\.[cm]?js$/, '') === file);
}

function hasDependencies({ manifest, installs, root }: Application): boolean {
  // They may be installed by a script that the build starts. npm makes no folder where there is nothing to install, and a
  // COPY of nothing fails.
  return manifest === undefined
    ? installs.some(({ folder }) => folder === root)
    : manifest.dependencies.size > 0;
}

function whatOf(path: string, outputs: readonly ProjectOutput[]): string {
  if (path === 'node_modules') return 'the dependencies';
  if (path === 'package.json') return 'the manifest';
  return outputs.some((output) => output.path === path) ? 'the built program' : 'what the program reads';
}

/** The outputs, and the folder of the started file where the build's own script does not say where it writes. */
function outputsWith(
  { outputs, isOutputComplete, compiles }: Application,
  { file }: Program,
  listing: ReadonlyMap<string, unknown>,
): { readonly found: readonly ProjectOutput[]; readonly notes: readonly string[] } | undefined {
  if (isOutputComplete || compiles.length === 0) return { found: outputs, notes: [] };
  const [top = ''] = (file ?? '').replace(/^(?:\.?\/)+/, '').split('/');
  const isBuilt = top !== '' && file?.startsWith('/') !== true && top !== file && !listing.has(top);
  if (!isBuilt) return undefined;
  const known = outputs.some(({ path }) => path === top);
  const found: readonly ProjectOutput[] = known
    ? outputs
    : [...outputs, { path: top, holds: 'program', tool: 'build', saidBy: undefined }];
  return {
    found,
    notes: [
      `The build is taken to leave its result in ${top}, where the program is started; it might write elsewhere too.`,
    ],
  };
}
