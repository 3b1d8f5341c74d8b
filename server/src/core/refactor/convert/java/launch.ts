/** Reads what a container starts as a call of `java`: the jars, class paths and agents that have to be there. */
import type { ShellCommand, ShellWord } from '../../../shell/nodes';
import { at } from '../../../lint/rule';
import { refusal, type Project, type Refusal } from '../contract';
import { absolute, resolved, valueOf, type Start } from '../startedWords';

/** A file or folder that the command line names. */
export interface LaunchPath {
  /** Absolute and clean; the last part may be a pattern: `/app/target/*.jar`. */
  readonly path: string;
  readonly form: 'file' | 'directory';
  readonly what: string;
}

export interface Launch {
  readonly kind: 'launch';
  readonly paths: readonly LaunchPath[];
}

/** Undefined when no command is `java`. */
export function javaLaunchOf(start: Start): Launch | Refusal | undefined {
  const paths: LaunchPath[] = [];
  let folder = start.project.stage.end.workdir;
  let isFound = false;
  for (const command of start.commands) {
    if (command.name === 'cd') folder = resolved(start, command.args[0], folder);
    if (command.name !== 'java') continue;
    isFound = true;
    const found = pathsOf(start, command, folder);
    if ('reason' in found) return found;
    paths.push(...found);
  }
  return isFound ? { kind: 'launch', paths } : undefined;
}

/** Options of the launcher whose value is the next word (JDK documentation of `java`). */
const VALUE_OPTIONS: ReadonlySet<string> = new Set([
  '--add-modules',
  '--add-exports',
  '--add-opens',
  '--add-reads',
  '--limit-modules',
  '--source',
  '-m',
  '--module',
]);

const PATH_OPTIONS: ReadonlySet<string> = new Set([
  '-cp',
  '-classpath',
  '--class-path',
  '-p',
  '--module-path',
]);

function pathsOf(
  start: Start,
  { args, words }: ShellCommand,
  folder: string | undefined,
): readonly LaunchPath[] | Refusal {
  const paths: LaunchPath[] = [];
  let classPath: ShellWord | undefined;
  let isDone = false;
  for (let index = 0; index < args.length && !isDone; index += 1) {
    const word = args[index];
    if (word === undefined) break;
    const { text } = word;
    const next = args[index + 1];
    if (text.startsWith('@'))
      return unknown(start.project, `${text} holds the arguments, and what it says is not known.`);
    if (text === '-jar') {
      const path = resolved(start, next, folder);
      if (path === undefined) return unknownWord(start.project, next);
      paths.push({ path, form: 'file', what: 'the jar' });
      return paths;
    }
    const attached = /^--(?:class-path|module-path)=/.exec(text);
    if (PATH_OPTIONS.has(text) || attached !== null) {
      classPath = attached === null ? next : word;
      const entries = entriesOf(start, classPath, folder);
      if (entries === undefined) return unknownWord(start.project, classPath);
      paths.push(...entries);
      if (attached === null) index += 1;
    } else if (text.startsWith('-javaagent:') || text.startsWith('-agentpath:')) {
      const path = absolute(
        valueOf(start, word)
          ?.replace(/^-\w+:/, '')
          .replace(/=.*$/, ''),
        folder,
      );
      if (path === undefined) return unknownWord(start.project, word);
      paths.push({ path, form: 'file', what: 'the agent' });
    } else if (VALUE_OPTIONS.has(text)) {
      index += 1;
      isDone = text === '-m' || text === '--module';
    } else if (!text.startsWith('-') && !text.startsWith('$') && !text.startsWith('"$')) {
      // The name of a class: what follows are its arguments.
      if (/\.java$/.test(text))
        return refusal('needs-compiler-at-run-time', `The container compiles ${text} when it starts.`, {
          at: atStart(start.project),
          wayOut: 'Compile it with javac while the image is built.',
        });
      isDone = true;
    }
  }
  if (classPath === undefined && words[0] !== undefined) {
    const own = start.project.stage.end.env.get('CLASSPATH');
    const entries = own === undefined ? undefined : entriesOfText(own, folder);
    if (entries !== undefined) paths.push(...entries);
    else if (folder === undefined || folder === '/')
      return unknown(
        start.project,
        'The classes are sought in the working directory, and which one that is cannot be told.',
      );
    else paths.push({ path: folder, form: 'directory', what: 'the folder that the classes are sought in' });
  }
  return paths;
}

function entriesOf(
  start: Start,
  word: ShellWord | undefined,
  folder: string | undefined,
): readonly LaunchPath[] | undefined {
  const text = word && (valueOf(start, word) ?? (/[$`]/.test(word.text) ? undefined : word.text));
  return text === undefined ? undefined : entriesOfText(text.replace(/^--[\w-]+=/, ''), folder);
}

/** `classes:lib/*`: a folder, and all jars of one; the star is no pattern of the shell. */
function entriesOfText(text: string, folder: string | undefined): readonly LaunchPath[] | undefined {
  const paths: LaunchPath[] = [];
  for (const entry of text.replaceAll(/^["']|["']$/g, '').split(':')) {
    if (entry === '') continue;
    const isJars = /(?:^|\/)\*$/.test(entry);
    const path = absolute(isJars ? entry.slice(0, -1) : entry, folder);
    if (path === undefined || path === '/') return undefined;
    const isJar = /\.(?:jar|war|zip)$/.test(path);
    paths.push({
      path,
      form: isJar ? 'file' : 'directory',
      what: isJar ? 'a jar' : isJars ? 'the jars' : 'the classes',
    });
  }
  return paths;
}

function unknownWord(project: Project, word: ShellWord | undefined): Refusal {
  return word?.text.includes('$') === true
    ? refusal('variable-decides', `It cannot be told what ${word.text} means when the container starts.`, {
        at: atStart(project),
        wayOut: 'Name the file itself.',
      })
    : unknown(project, 'It cannot be told which file java is started with.');
}

function unknown(project: Project, message: string): Refusal {
  return refusal('unknown-artifact', message, { at: atStart(project), wayOut: 'Name it with --artifact.' });
}

function atStart({ stage }: Project): ReturnType<typeof at> | undefined {
  const instruction = stage.command.entrypoint ?? stage.command.cmd;
  return instruction !== undefined && stage.instructions.includes(instruction) ? at(instruction) : undefined;
}
