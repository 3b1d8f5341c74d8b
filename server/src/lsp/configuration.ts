/** Settings from the client, made safe: whatever arrives, a complete and sensible object comes out. */
import type { Connection } from 'vscode-languageserver';
import {
  type Chosen,
  type Configuration,
  type Level,
  type RuleSetting,
  type Settings,
  settingsChooser,
} from '../core/index';
import { DEFAULT_MAX_FINDINGS, SETTINGS_SECTION, type SmokeSettings } from '../protocol/index';
import type { ClientFeatures } from './clientFeatures';
import type { ConfigurationFiles } from './configurationFiles';
import { describe, log, unawaited } from './requests';
import { DidChangeConfigurationNotification } from './library';

export interface ServerSettings {
  readonly maxFindings: number;
  readonly configuration: Configuration;
  readonly target: string | undefined;
  /** The folder that is the build context; undefined when it is to be found. */
  readonly context: string | undefined;
  readonly smoke: SmokeSettings;
  /** The program that stands for ShellCheck; undefined for the one on PATH. */
  readonly shellcheck: string | undefined;
  /** All that configuration files and the client choose together. */
  readonly chosen: Chosen;
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
  files: ConfigurationFiles,
  onChanged: () => void,
): SettingsSource {
  const read = createReader();
  let latest: unknown = features.options.settings;
  connection.onDidChangeConfiguration(({ settings }) => {
    // A client that is asked sends the change without content or with all of it: it is asked again either way.
    if (!features.configuration) latest = asRecord(settings)[SETTINGS_SECTION] ?? settings;
    onChanged();
  });
  async function ofClient(uri: string): Promise<unknown> {
    if (!features.configuration) return latest;
    const answer: unknown = await connection.workspace.getConfiguration({
      scopeUri: uri,
      section: SETTINGS_SECTION,
    });
    // A client that knows no such section answers null: what it said at the start stays in force.
    latest = answer ?? latest;
    return latest;
  }
  return {
    initial: read(latest, []),
    async settingsFor(uri) {
      const [raw, below] = await Promise.all([
        ofClient(uri),
        files.settingsFor(uri).catch((error: unknown) => {
          log(connection, `reading configuration files failed: ${describe(error)}`);
          return [];
        }),
      ]);
      return read(raw, below);
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
function createReader(): (raw: unknown, below: readonly Settings[]) => ServerSettings {
  const known = new Map<string, ServerSettings>();
  return (raw, below) => {
    const key = JSON.stringify([raw, below]);
    const before = known.get(key);
    if (before !== undefined) return before;
    const settings = readSettings(raw, below);
    // Whoever writes a configuration file makes a new one with every key.
    if (known.size >= MOST_KEPT) known.clear();
    known.set(key, settings);
    return settings;
  };
}

const MOST_KEPT = 100;

const choose = settingsChooser();

/**
 * Exported for its tests.
 *
 * @param below what configuration files say, the weakest first; the client's word comes before them
 */
export function readSettings(raw: unknown, below: readonly Settings[] = []): ServerSettings {
  const { maxFindings, rules, target, context, smoke, shellcheck } = asRecord(raw);
  const { engine, timeout } = asRecord(smoke);
  const named = textOf(target);
  const program = textOf(engine);
  const chosen = choose([
    ...below,
    {
      ...readRules(asRecord(rules)),
      ...(named === undefined ? {} : { target: named }),
      smoke: {
        ...(program === undefined ? {} : { engine: program }),
        ...(isCount(timeout) && timeout > 0 ? { timeout } : {}),
      },
    },
  ]);
  return {
    maxFindings: isCount(maxFindings) ? Math.floor(maxFindings) : DEFAULT_MAX_FINDINGS,
    configuration: chosen.configuration,
    target: chosen.target,
    context: textOf(context),
    smoke: chosen.smoke,
    shellcheck: textOf(asRecord(shellcheck)['path']),
    chosen,
  };
}

function textOf(raw: unknown): string | undefined {
  return typeof raw === 'string' && raw.trim() !== '' ? raw.trim() : undefined;
}

function readRules(raw: Readonly<Record<string, unknown>>): Pick<Settings, 'rules'> {
  const rules: Record<string, RuleSetting> = {};
  for (const [id, value] of Object.entries(raw)) {
    const setting = readRuleSetting(value);
    // What is left at its default must not look like a different configuration.
    if (setting !== undefined && setting !== 'default') rules[id] = setting;
  }
  return Object.keys(rules).length === 0 ? {} : { rules };
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
