/** .NET: the published folder is copied, onto the runtime of the SDK's own series; the project file says which one. */
import { at } from '../../../lint/rule';
import { isWithin } from '../../../model/artifacts/effects';
import type { ShellCommand, ShellWord } from '../../../shell/nodes';
import { bringerOf, lastMaker } from '../bringers';
import {
  refusal,
  type BaseCandidate,
  type Ecosystem,
  type LocatedCompile,
  type Plan,
  type Project,
  type Refusal,
} from '../contract';
import { dotnetProjectOf, type DotnetProject } from '../dotnet/projectFile';
import { resolved, startOf } from '../startedWords';

export const dotnet: Ecosystem = {
  id: 'dotnet',
  name: '.NET',
  plan(project) {
    if (project.shipped?.compile.ecosystem !== 'dotnet') return undefined;
    const own = project.compiles.filter(({ compile }) => compile.ecosystem === 'dotnet');
    const built = own.findLast(({ command }) => command.args[0]?.value === 'publish') ?? own.at(-1);
    return built === undefined ? undefined : planFor(project, built);
  },
};

interface Started {
  readonly kind: 'started';
  /** Absolute path of the assembly or program. */
  readonly path: string;
  /** `dotnet app.dll` needs the runtime's host; a program finds what it needs itself. */
  readonly isAssembly: boolean;
}

function planFor(project: Project, built: LocatedCompile): Plan | Refusal {
  const named = project.answers.artifactPath;
  const started: Started | Refusal =
    named === undefined ? startedOf(project) : { kind: 'started', path: named, isAssembly: true };
  if (started.kind === 'refused') return started;
  const folder = named ?? started.path.slice(0, started.path.lastIndexOf('/'));
  const bringer = bringerOf(project, started.path);
  if (folder === '' || (bringer.kind !== 'made' && bringer.kind !== 'among'))
    return refusal(
      'unknown-artifact',
      `${started.path} is what the container starts, and the build is not known to leave it there.`,
      {
        at: at(built.step.instruction, built.compile.span),
        wayOut: 'Name the published folder with --artifact.',
      },
    );
  const file = dotnetProjectOf(project, built);
  const publishing = publishingOf(built.command, file);
  const isAlone = publishing.isNative || (publishing.isSelfContained && !started.isAssembly);
  const bases = basesFor(project, file, isAlone ? 'runtime-deps' : undefined);
  if (bases.length === 0 && project.answers.runtimeBase === undefined)
    return refusal('no-runtime-base', 'Nothing tells which release of .NET the program needs.', {
      at: at(project.stage.from),
      wayOut: 'Name an image with --runtime-base, such as mcr.microsoft.com/dotnet/aspnet:8.0.',
    });
  const maker = lastMaker(project, [started.path]);
  return {
    kind: 'plan',
    ends: maker === undefined || maker.index < built.step.index ? built.step : maker,
    artifacts: [{ from: folder, to: folder, kind: 'directory', what: 'the published program' }],
    bases,
    needs: {
      libc: isAlone ? (project.stage.image?.libc === 'musl' ? 'musl' : 'glibc') : 'none',
      programs: isAlone ? [] : ['dotnet'],
    },
    buildVariables:
      /^(?:NUGET_\w+|MSBUILD\w*|DOTNET_(?:CLI_\w+|NOLOGO|SKIP_FIRST_TIME_EXPERIENCE|GENERATE_ASPNET_CERTIFICATE|USE_POLLING_FILE_WATCHER|SDK_VERSION))$/,
    notes: notesOf(project, built, folder, file, isAlone),
  };
}

/** What `dotnet NAME.dll`, or the program beside the assembly, means at the end of the stage. */
function startedOf(project: Project): Started | Refusal {
  const { stage } = project;
  const start = stage.command.entrypoint ?? stage.command.cmd;
  const place = start !== undefined && stage.instructions.includes(start) ? { at: at(start) } : {};
  const programs = project.started.filter(
    ({ name }) => name !== undefined && !/^(?:cd|set|export|echo|sleep)$/.test(name),
  );
  const [program] = programs;
  const word = program === undefined || programs.length > 1 ? undefined : assemblyOf(program);
  const path = word && resolved(startOf(project), word, folderAt(project));
  if (word === undefined || path === undefined || /[*?[]/.test(path))
    return refusal('unknown-artifact', 'It cannot be told which program of the build the container starts.', {
      ...place,
      wayOut: 'Name the published folder with --artifact.',
    });
  return { kind: 'started', path, isAssembly: word !== program?.words[0] };
}

/** The assembly of `dotnet app.dll` and `dotnet exec app.dll`, else the program's own word when it is a path. */
function assemblyOf(command: ShellCommand): ShellWord | undefined {
  if (command.name !== 'dotnet')
    return command.words[0]?.text.includes('/') === true ? command.words[0] : undefined;
  return command.args.find(({ text }) => /\.dll["']?$/.test(text));
}

/** Where the program is started: the stage's directory, and what the command line changes to. */
function folderAt(project: Project): string | undefined {
  let folder = project.stage.end.workdir;
  for (const command of project.started)
    if (command.name === 'cd') folder = resolved(startOf(project), command.args[0], folder);
  return folder;
}

interface Publishing {
  readonly isSelfContained: boolean;
  readonly isNative: boolean;
}

/** Options of `dotnet publish` come before what the project file says (documentation of the .NET CLI). */
function publishingOf({ args }: ShellCommand, file: DotnetProject | undefined): Publishing {
  const property = (name: string): boolean | undefined => {
    const word = args.find(({ text }) => new RegExp(`^[-/]{1,2}p(?:roperty)?:${name}=`, 'i').test(text));
    return word === undefined ? undefined : /=true["']?$/i.test(word.text);
  };
  const index = args.findIndex(({ text }) => /^--(?:no-)?(?:self-contained)\b|^--sc$/.test(text));
  const option = args[index];
  const isOptionSet =
    option === undefined
      ? undefined
      : !option.text.startsWith('--no-') &&
        !/^false$/i.test(option.text.split('=')[1] ?? args[index + 1]?.text ?? '');
  return {
    isSelfContained: isOptionSet ?? property('SelfContained') ?? file?.isSelfContained ?? false,
    isNative: property('PublishAot') ?? file?.isNative ?? false,
  };
}

/** The images of the publisher: all of ASP.NET Core, the runtime alone, and what a program with its own runtime needs. */
function basesFor(
  project: Project,
  file: DotnetProject | undefined,
  only: 'runtime-deps' | undefined,
): readonly BaseCandidate[] {
  const sibling = project.stage.image?.runtimeSibling?.reference;
  if (sibling === undefined || !/\/aspnet:/.test(sibling)) return [];
  const image = (name: string): string => sibling.replace('/aspnet:', `/${name}:`);
  if (only !== undefined)
    return [
      {
        reference: image(only),
        why: 'The libraries of the system that a program with its own runtime needs.',
      },
    ];
  const web = { reference: sibling, why: 'The runtime of the same series with ASP.NET Core.' };
  const plain = {
    reference: image('runtime'),
    why: 'The runtime of the same series alone, for programs without ASP.NET Core.',
  };
  return file?.needsAspnet === false ? [plain, web] : [web, plain];
}

function notesOf(
  project: Project,
  built: LocatedCompile,
  folder: string,
  file: DotnetProject | undefined,
  isAlone: boolean,
): readonly string[] {
  const { stage } = project;
  const notes: string[] = [];
  if (isAlone)
    notes.push(
      'The program brings its own runtime, so that the running image needs only the libraries of the system.',
    );
  else if (file === undefined)
    notes.push(
      'The project file is not known, so the running image has ASP.NET Core; without it, the image dotnet/runtime is smaller.',
    );
  else if (!file.needsAspnet)
    notes.push('The project does not use ASP.NET Core, so the running image has the runtime alone.');
  const isSource = built.step.state.workdir !== undefined && isWithin(built.step.state.workdir, folder);
  if (isSource) notes.push('The program is published among its sources, so the folder is copied as a whole.');
  const saysPort = ['ASPNETCORE_URLS', 'ASPNETCORE_HTTP_PORTS', 'URLS'].some((name) =>
    isSetByFile(project, name),
  );
  if (!isAlone && file?.needsAspnet !== false && !saysPort && stage.image?.kind === 'sdk')
    notes.push(
      "The SDK's image names no port, the runtime's image does: a web application that says nothing itself listens on port 8080 from .NET 8 on, and on port 80 before.",
    );
  return notes;
}

function isSetByFile({ stage }: Project, name: string): boolean {
  return stage.end.env.get(name) !== stage.image?.env[name];
}
