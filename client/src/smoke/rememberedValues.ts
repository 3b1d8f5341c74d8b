/**
 * Remembers what builds were given, by Dockerfile, in the editor's secret storage: arguments too, since what a build is given
 * is often a token whatever its name says, and the workspace's own state lies on the disk as plain text.
 */
import type * as vscode from 'vscode';

/** What a person answered; `none` to build without. */
export type RememberedValue =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'none' };

/** By what is given: `argument VERSION`, `secret npmrc`, `ssh default`. */
export type RememberedValues = Readonly<Record<string, RememberedValue>>;

const KEY = 'stagewright.smokeValues';

export class ValueMemory {
  readonly #secrets: vscode.SecretStorage;
  readonly #state: vscode.Memento;

  /** The state only tells which Dockerfiles there is something of: secret storage does not list what it holds. */
  constructor(secrets: vscode.SecretStorage, state: vscode.Memento) {
    this.#secrets = secrets;
    this.#state = state;
  }

  async of(uri: string): Promise<RememberedValues> {
    const text = await this.#secrets.get(`${KEY} ${uri}`);
    return text === undefined ? {} : readValues(text);
  }

  async remember(uri: string, values: RememberedValues): Promise<void> {
    await this.#write(uri, { ...(await this.of(uri)), ...values });
  }

  async forget(uri: string, names: readonly string[]): Promise<void> {
    const kept = Object.entries(await this.of(uri)).filter(([name]) => !names.includes(name));
    await this.#write(uri, Object.fromEntries(kept));
  }

  /** URIs of the Dockerfiles of this workspace that something is remembered of. */
  get documents(): readonly string[] {
    return this.#state.get<readonly string[]>(KEY, []);
  }

  async #write(uri: string, values: RememberedValues): Promise<void> {
    const others = this.documents.filter((other) => other !== uri);
    if (Object.keys(values).length === 0) {
      await this.#secrets.delete(`${KEY} ${uri}`);
      await this.#state.update(KEY, others);
      return;
    }
    await this.#state.update(KEY, [...others, uri]);
    await this.#secrets.store(`${KEY} ${uri}`, JSON.stringify(values));
  }
}

/** What another version has written may look different: then it is as if nothing was remembered. */
function readValues(text: string): RememberedValues {
  const values: Record<string, RememberedValue> = {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return {};
    for (const [name, raw] of Object.entries(parsed)) {
      const value = readValue(raw);
      if (value !== undefined) values[name] = value;
    }
  } catch {
    return {};
  }
  return values;
}

function readValue(raw: unknown): RememberedValue | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined;
  const kind: unknown = Reflect.get(raw, 'kind');
  const value: unknown = Reflect.get(raw, 'value');
  const path: unknown = Reflect.get(raw, 'path');
  if (kind === 'none') return { kind };
  if (kind === 'value' && typeof value === 'string') return { kind, value };
  if (kind === 'file' && typeof path === 'string') return { kind, path };
  return undefined;
}
