/** `--secret` of the command line, in the form that `docker build` takes it. */
import type { BuildSecret } from '../../smoke/index';
import { UsageError } from '../command';
import type { CliIo } from '../io';

const FORM = '--secret id=ID,src=FILE or --secret id=ID,env=NAME';

/** The variable's name is the id's, and so is the file's, where nothing else is said: as buildx has it (util/buildflags/secrets.go). */
export function buildSecrets(typed: readonly string[], io: CliIo): readonly BuildSecret[] {
  return typed.map((text) => buildSecret(text, io));
}

function buildSecret(text: string, io: CliIo): BuildSecret {
  const fields = new Map(text.split(',').map(field));
  const id = fields.get('id');
  if (id === undefined || id === '') throw new UsageError(`a build secret needs an id: ${FORM}`);
  const unknown = [...fields.keys()].find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw new UsageError(`a build secret has no "${unknown}": ${FORM}`);
  const path = fields.get('src') ?? fields.get('source');
  const name = fields.get('env') ?? (fields.get('type') === 'env' ? id : undefined);
  if (name !== undefined && path === undefined) return fromEnvironment(id, name, io);
  const value = path === undefined && fields.get('type') !== 'file' ? io.environment(id) : undefined;
  if (value !== undefined) return { kind: 'value', id, value };
  const file = path ?? id;
  if (io.files.kindOf(file) !== 'file')
    throw new UsageError(`the file "${file}" of the build secret "${id}" does not exist`);
  return { kind: 'file', id, path: io.files.absolute(file) };
}

const KEYS: ReadonlySet<string> = new Set(['id', 'src', 'source', 'env', 'type']);

function field(text: string): readonly [string, string] {
  const at = text.indexOf('=');
  return at === -1 ? [text, ''] : [text.slice(0, at).trim().toLowerCase(), text.slice(at + 1)];
}

function fromEnvironment(id: string, name: string, io: CliIo): BuildSecret {
  const value = io.environment(name);
  if (value === undefined)
    throw new UsageError(`the environment has no "${name}", which the build secret "${id}" is taken from`);
  return { kind: 'value', id, value };
}
