/** Settings from the client, made safe: whatever arrives, a complete and sensible object comes out. */
import { type Connection, DidChangeConfigurationNotification } from 'vscode-languageserver';
import { type Configuration, DEFAULT_CONFIGURATION, type Level, type RuleSetting } from '../core/index';
import { DEFAULT_MAX_FINDINGS, SETTINGS_SECTION, type SmokeSettings } from '../protocol/index';
import type { ClientFeatures } from './clientFeatures';
import { unawaited } from './requests';

export interface ServerSettings {
  readonly maxFindings: number;
  readonly configuration: Configuration;
  readonly target: string | undefined;
  /** The folder that is the build context; undefined when it is to be found. */
  readonly context: string | undefined;
  readonly smoke: SmokeSettings;
}

export interface SettingsSource {
  /** The settings that apply to the document; the latest known ones when the client does not answer. */
  settingsFor(uri: string): Promise<ServerSettings>;
  /** What applies until `settingsFor` has answered. */
  readonly initial: ServerSettings;
}

export function createSettingsSource(
  connection: Connection,
  features: ClientFeatures,
  onChanged: () => void,
): SettingsSource {
  const read = createReader();
  let latest = read(features.options.settings);
  connection.onDidChangeConfiguration(({ settings }) => {
    // A client that is asked sends the change without content or with all of it: it is asked again either way.
    if (!features.configuration) latest = read(asRecord(settings)[SETTINGS_SECTION] ?? settings);
    onChanged();
  });
  return {
    initial: latest,
    async settingsFor(uri) {
      if (!features.configuration) return latest;
      const answer: unknown = await connection.workspace.getConfiguration({
        scopeUri: uri,
        section: SETTINGS_SECTION,
      });
      // A client that knows no such section answers null: what it said at the start stays in force.
      if (answer !== null && answer !== undefined) latest = read(answer);
      return latest;
    },
  };
}

/** Asks the client to tell of changed settings; to be called once it is initialized. */
export function watchSettings(connection: Connection, features: ClientFeatures): void {
  if (!features.registersConfigurationChanges) return;
  const registration = connection.client.register(DidChangeConfigurationNotification.type, {
    section: SETTINGS_SECTION,
  });
  unawaited(connection, 'watching settings', registration);
}

/** Equal settings give the same object, because the core compares configurations by identity. */
function createReader(): (raw: unknown) => ServerSettings {
  const known = new Map<string, ServerSettings>();
  return (raw) => {
    const settings = readSettings(raw);
    const key = JSON.stringify(settings);
    const before = known.get(key);
    if (before !== undefined) return before;
    known.set(key, settings);
    return settings;
  };
}

/** Exported for its tests. */
export function readSettings(raw: unknown): ServerSettings {
  const { maxFindings, rules, target, context, smoke } = asRecord(raw);
  const { engine, timeout } = asRecord(smoke);
  return {
    maxFindings: isCount(maxFindings) ? Math.floor(maxFindings) : DEFAULT_MAX_FINDINGS,
    configuration: readConfiguration(asRecord(rules)),
    target: textOf(target),
    context: textOf(context),
    smoke: {
      ...(typeof engine === 'string' && engine !== '' ? { engine } : {}),
      ...(isCount(timeout) && timeout > 0 ? { timeout } : {}),
    },
  };
}

function textOf(raw: unknown): string | undefined {
  return typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : undefined;
}

function readConfiguration(raw: Readonly<Record<string, unknown>>): Configuration {
  const rules: Record<string, RuleSetting> = {};
  for (const [id, value] of Object.entries(raw)) {
    const setting = readRuleSetting(value);
    // What is left at its default must not look like a different configuration.
    if (setting !== undefined && setting !== 'default') rules[id] = setting;
  }
  return Object.keys(rules).length === 0 ? DEFAULT_CONFIGURATION : { rules };
}

function readRuleSetting(raw: unknown): RuleSetting | undefined {
  if (isLevel(raw)) return raw;
  const { final, base, target, builder } = asRecord(raw);
  const byRole = {
    ...(isLevel(final) ? { final } : {}),
    ...(isLevel(base) ? { base } : {}),
    ...(isLevel(target) ? { target } : {}),
    ...(isLevel(builder) ? { builder } : {}),
  };
  return Object.keys(byRole).length === 0 ? undefined : byRole;
}

const LEVELS: readonly unknown[] = ['error', 'warning', 'information', 'hint', 'off', 'default'];

function isLevel(raw: unknown): raw is Level | 'off' | 'default' {
  return LEVELS.includes(raw);
}

function isCount(raw: unknown): raw is number {
  return typeof raw === 'number' && Number.isFinite(raw) && raw >= 0;
}

function asRecord(raw: unknown): Readonly<Record<string, unknown>> {
  return isRecord(raw) ? raw : {};
}

function isRecord(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw);
}
