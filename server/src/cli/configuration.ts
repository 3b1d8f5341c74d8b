/** Finds the configuration of each Dockerfile on a disk, and keeps what is wrong with the files that it read. */
import {
  type Chosen,
  CONFIGURATION_FILE,
  HADOLINT_FILES,
  LineIndex,
  readConfigurationFile,
  readHadolintFile,
  type ReadConfiguration,
  settingsChooser,
  settingsForPath,
} from '../core/index';
import { harmless } from './formats/terminalText';
import type { CliIo } from './io';
import { folderOf, isInside, join, relativePath } from './paths';

export interface ConfigurationReader {
  /** Of the nearest configuration file above the Dockerfile; relative to the current folder or absolute. */
  chosenFor(dockerfilePath: string): Chosen;
  /** About the files read so far, each once. */
  troubles(): readonly ConfigurationTrouble[];
}

export interface ConfigurationTrouble {
  /** `path:line:column: what is wrong`, counted from 1. */
  readonly text: string;
  /** True when the file cannot be read as what it is, so that nobody knows what it asks for. */
  readonly isUnreadable: boolean;
}

/** Says what is wrong with the files read so far; true when one of them cannot be read as what it is. */
export function tellTroubles(command: string, reader: ConfigurationReader, io: CliIo): boolean {
  const troubles = reader.troubles();
  for (const { text } of troubles) io.printError(`stagewright ${command}: ${harmless(text)}\n`);
  return troubles.some(({ isUnreadable }) => isUnreadable);
}

/** Of one Dockerfile, with what is wrong said at once. */
export function chosenForOne(command: string, dockerfilePath: string, io: CliIo): Chosen {
  const reader = configurationReader(io);
  const chosen = reader.chosenFor(dockerfilePath);
  tellTroubles(command, reader, io);
  return chosen;
}

/** Every file is looked for and read once. */
export function configurationReader(io: Pick<CliIo, 'files' | 'loadYaml'>): ConfigurationReader {
  const { files } = io;
  const choose = settingsChooser();
  const current = files.absolute('.');
  const read = new Map<string, ReadConfiguration | undefined>();
  const above = new Map<string, Above>();
  const troubles: ConfigurationTrouble[] = [];

  const readFile = (
    path: string,
    reading: (text: string) => ReadConfiguration,
  ): ReadConfiguration | undefined => {
    if (read.has(path)) return read.get(path);
    const found = files.kindOf(path) === 'file' ? readIt(path, reading) : undefined;
    read.set(path, found);
    return found;
  };
  const readIt = (path: string, reading: (text: string) => ReadConfiguration): ReadConfiguration => {
    const shown = shownPath(current, path);
    const content = files.read(path);
    if (content.kind === 'unreadable') {
      troubles.push({ text: `${shown}: ${content.reason}`, isUnreadable: true });
      return { settings: {}, problems: [] };
    }
    const configuration = reading(content.text);
    const lines = new LineIndex(content.text);
    for (const { span, message, level } of configuration.problems) {
      const { line, character } = lines.positionAt(span.start);
      troubles.push({
        text: `${shown}:${String(line + 1)}:${String(character + 1)}: ${message}`,
        isUnreadable: level === 'error',
      });
    }
    return configuration;
  };
  const nearestAbove = (folder: string): Above => {
    const known = above.get(folder);
    if (known !== undefined) return known;
    const own = readFile(join(folder, CONFIGURATION_FILE), readConfigurationFile);
    const parent = folderOf(folder);
    // Above a drive there is nothing.
    const higher = parent === folder || parent === '.' ? NOTHING_ABOVE : nearestAbove(parent);
    const found: Above = {
      own: own === undefined ? higher.own : { folder, configuration: own },
      hadolintFolder: HADOLINT_FILES.some((name) => files.kindOf(join(folder, name)) === 'file')
        ? folder
        : higher.hadolintFolder,
    };
    above.set(folder, found);
    return found;
  };
  const hadolintIn = (folder: string): ReadConfiguration | undefined => {
    for (const name of HADOLINT_FILES) {
      const found = readFile(join(folder, name), (text) => readHadolintFile(text, io.loadYaml()));
      if (found !== undefined) return found;
    }
    return undefined;
  };

  return {
    chosenFor(dockerfilePath) {
      const path = files.absolute(dockerfilePath);
      const { own, hadolintFolder } = nearestAbove(folderOf(path));
      // Beside our file hadolint's says what ours leaves open; without ours, the nearest one does.
      const beside = own === undefined ? hadolintFolder : own.folder;
      const hadolint = beside === undefined ? undefined : hadolintIn(beside);
      return choose([
        ...(hadolint === undefined ? [] : [hadolint.settings]),
        ...(own === undefined
          ? []
          : settingsForPath(own.configuration.settings, relativePath(own.folder, path))),
      ]);
    },
    troubles: () => troubles,
  };
}

/** The nearest files at a folder or above it. */
interface Above {
  readonly own: { readonly folder: string; readonly configuration: ReadConfiguration } | undefined;
  readonly hadolintFolder: string | undefined;
}

const NOTHING_ABOVE: Above = { own: undefined, hadolintFolder: undefined };

function shownPath(current: string, path: string): string {
  const relative = relativePath(current, path);
  return relative !== undefined && isInside(relative) ? relative : path;
}
