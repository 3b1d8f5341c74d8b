/** Recognises options and settings by which a command trusts whatever answers it. */
import type { ShellCommand, ShellWord } from '../../shell/nodes';
import type { Span } from '../../text/span';
import { toolOf, wordsOfTools } from './tools';

/** `server`: who answers over TLS. `package`: who made and signed a package. */
export type Unverified = 'server' | 'package';

export interface DisabledVerification {
  readonly what: Unverified;
  /** As it is written: `-k`, `--nogpgcheck`, `NODE_TLS_REJECT_UNAUTHORIZED=0`. */
  readonly switchText: string;
  /** checkov's code of the same check; undefined where it has none. */
  readonly code: string | undefined;
  readonly span: Span;
}

/** Every switch of one command, in the order of its words. Calls of the own machine need no certificate. */
export function disabledVerifications(command: ShellCommand): readonly DisabledVerification[] {
  const found: DisabledVerification[] = [];
  for (const { name, value, span } of command.assignments) {
    const setting = disablingVariable(name, value?.value);
    if (setting !== undefined) found.push({ ...setting, span });
  }
  const { name, args } = command;
  if (name === undefined) return found;
  if (name === 'export' || name === 'declare') {
    for (const word of args) {
      const [, variable = '', value] = /^(\w+)=(.*)$/s.exec(word.value ?? '') ?? [];
      const setting = disablingVariable(variable, value);
      if (setting !== undefined) found.push({ ...setting, span: word.span });
    }
    return found;
  }
  const recognise = recognisers.get(name) ?? (name.startsWith('pip') ? pip : undefined);
  if (recognise === undefined) {
    if (name.startsWith('python')) for (const one of ofModule(command)) found.push(one);
    return found;
  }
  for (const one of recognise(args)) found.push(one);
  return found;
}

/** A variable of the environment that switches verification off, be it set by a command or by ENV. */
export function disablingVariable(
  name: string,
  value: string | undefined,
): Omit<DisabledVerification, 'span'> | undefined {
  const known = VARIABLES.get(name);
  if (known === undefined || value === undefined || !known.off.test(value)) return undefined;
  return { what: 'server', switchText: `${name}=${value}`, code: known.code };
}

const VARIABLES: ReadonlyMap<string, { readonly off: RegExp; readonly code: string | undefined }> = new Map([
  ['NODE_TLS_REJECT_UNAUTHORIZED', { off: /^0$/, code: 'CKV2_DOCKER_6' }],
  ['PYTHONHTTPSVERIFY', { off: /^0$/, code: 'CKV2_DOCKER_5' }],
  ['GIT_SSL_NO_VERIFY', { off: /^(?:1|true|yes|on)$/i, code: 'CKV2_DOCKER_14' }],
  ['NPM_CONFIG_STRICT_SSL', { off: /^false$/i, code: 'CKV2_DOCKER_12' }],
  ['npm_config_strict_ssl', { off: /^false$/i, code: 'CKV2_DOCKER_12' }],
  ['YARN_STRICT_SSL', { off: /^false$/i, code: undefined }],
  ['PIP_TRUSTED_HOST', { off: /./, code: 'CKV2_DOCKER_16' }],
  ['UV_INSECURE_HOST', { off: /./, code: undefined }],
  ['GONOSUMCHECK', { off: /^1$/, code: undefined }],
  ['GOINSECURE', { off: /^\*$/, code: undefined }],
]);

type Recogniser = (args: readonly ShellWord[]) => DisabledVerification[];

/** Any of the words, by text. */
function words(what: Unverified, code: string | undefined, ...names: readonly string[]): Recogniser {
  return (args) =>
    args
      .filter(({ text }) => names.includes(text))
      .map((word) => ({ what, switchText: word.text, code, span: word.span }));
}

/** A setting as one word, or as the value of an option before it. */
function settings(what: Unverified, code: string | undefined, pattern: RegExp): Recogniser {
  return (args) =>
    args
      .filter((word) => pattern.test(word.value ?? word.text))
      .map((word) => ({ what, switchText: word.value ?? word.text, code, span: word.span }));
}

function all(...some: readonly Recogniser[]): Recogniser {
  return (args) => some.flatMap((recognise) => recognise(args));
}

const LOCAL =
  /^["']?(?:https?:\/\/)?(?:localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|host\.docker\.internal)(?:[:/"']|$)/;

function curl(args: readonly ShellWord[]): DisabledVerification[] {
  if (args.some(({ text }) => LOCAL.test(text))) return [];
  return args.flatMap((word, index) => {
    const isSwitch =
      word.text === '--insecure' ||
      (/^-[A-Za-z#]*k[A-Za-z#]*$/.test(word.text) &&
        !/^-[A-Za-z#]*[oHuAexmEbcdFXwTCrYyzKD]./.test(word.text));
    // The word behind an option with a value may look like one.
    const isValue = /^(?:-H|--header|-A|-d|--data|-w)$/.test(args[index - 1]?.text ?? '');
    if (!isSwitch || isValue) return [];
    return [{ what: 'server' as const, switchText: word.text, code: 'CKV2_DOCKER_2', span: word.span }];
  });
}

function wget(args: readonly ShellWord[]): DisabledVerification[] {
  if (args.some(({ text }) => LOCAL.test(text))) return [];
  return words('server', 'CKV2_DOCKER_3', '--no-check-certificate')(args);
}

const apt = all(
  words('package', 'CKV2_DOCKER_8', '--allow-unauthenticated'),
  words('package', undefined, '--allow-insecure-repositories', '--allow-weak-repositories'),
  words('package', 'CKV2_DOCKER_11', '--force-yes'),
  settings('package', undefined, /APT::Get::AllowUnauthenticated"?=\s*"?(?:true|1|yes)/i),
  settings('package', undefined, /Acquire::Allow(?:Insecure|Weak)Repositories"?=\s*"?(?:true|1|yes)/i),
  settings('server', undefined, /Acquire::https(?:::[\w.-]+)*::Verify-(?:Peer|Host)"?=\s*"?(?:false|0|no)/i),
);

const rpmManager = all(
  words('package', 'CKV2_DOCKER_9', '--nogpgcheck', '--no-gpgchecks', '--no-gpg-checks'),
  settings('package', undefined, /^(?:--setopt=)?(?:\S+\.)?(?:repo_)?gpgcheck=(?:0|false|no)$/i),
  settings('server', 'CKV2_DOCKER_15', /^(?:--setopt=)?(?:\S+\.)?sslverify=(?:0|false|no)$/i),
);

const rpm = words('package', 'CKV2_DOCKER_10', '--nodigest', '--nosignature', '--noverify', '--nofiledigest');

/** `--trusted-host host` and `--trusted-host=host`, but not of the own machine. */
function pip(args: readonly ShellWord[]): DisabledVerification[] {
  return args.flatMap((word, index) => {
    if (!/^--(?:trusted|allow-insecure)-host(?:=|$)/.test(word.text)) return [];
    const host = word.text.includes('=')
      ? word.text.slice(word.text.indexOf('=') + 1)
      : args[index + 1]?.text;
    if (host === undefined || LOCAL.test(host)) return [];
    return [
      { what: 'server' as const, switchText: '--trusted-host', code: 'CKV2_DOCKER_4', span: word.span },
    ];
  });
}

function ofModule(command: ShellCommand): DisabledVerification[] {
  const tool = toolOf(command);
  return tool?.name === 'pip' ? pip(tool.args) : [];
}

/** `npm config set strict-ssl false`, and the option of one call. */
function node(args: readonly ShellWord[]): DisabledVerification[] {
  const one = settings('server', undefined, /^--(?:no-strict-ssl|strict-ssl=false)$/)(args);
  const at = args.findIndex(({ text }) => /^(?:strict-ssl|enableStrictSsl)(?:=|$)/i.test(text));
  const word = args[at];
  if (word === undefined || !args.slice(0, at).some(({ text }) => text === 'config' || text === 'set'))
    return one;
  const value = word.text.includes('=') ? word.text.split('=')[1] : args[at + 1]?.value;
  if (value !== 'false') return one;
  return [
    ...one,
    { what: 'server', switchText: 'strict-ssl false', code: 'CKV2_DOCKER_13', span: word.span },
  ];
}

/** `git -c http.sslVerify=false …` and `git config http.sslVerify false`. */
function git(args: readonly ShellWord[]): DisabledVerification[] {
  return args.flatMap((word, index) => {
    const setting = /^http\.(?:.*\.)?sslverify(?:=(.*))?$/i.exec(word.value ?? word.text);
    if (setting === null) return [];
    const value = setting[1] ?? args[index + 1]?.value;
    if (!/^(?:false|0|no|off)$/i.test(value ?? '')) return [];
    return [
      { what: 'server' as const, switchText: 'http.sslVerify=false', code: undefined, span: word.span },
    ];
  });
}

const recognisers: ReadonlyMap<string, Recogniser> = new Map<string, Recogniser>([
  ['curl', curl],
  ['wget', wget],
  ['apt-get', apt],
  ['apt', apt],
  ['aptitude', apt],
  ['apk', words('package', 'CKV2_DOCKER_7', '--allow-untrusted')],
  ['yum', rpmManager],
  ['dnf', rpmManager],
  ['dnf5', rpmManager],
  ['microdnf', rpmManager],
  ['tdnf', rpmManager],
  ['yum-config-manager', rpmManager],
  ['zypper', rpmManager],
  ['rpm', rpm],
  ['npm', node],
  ['yarn', node],
  ['pnpm', node],
  ['git', git],
  ['uv', pip],
]);

/** For the `words` of a rule about such switches; `pip` and `python` stand for their versions. */
export const VERIFICATION_WORDS = wordsOfTools([
  ...recognisers.keys(),
  ...VARIABLES.keys(),
  ...['pip', 'pipx', 'pipenv', 'python'],
]);
