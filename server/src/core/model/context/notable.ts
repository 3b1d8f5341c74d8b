/** Which files and folders of a project usually hold credentials, or are large without being an input of a build. */

/** Says by its path what a file holds that must not be published; `needsText` when only some files of that name do. */
export interface SecretName {
  /** With its article: `a private key`. */
  readonly what: string;
  readonly needsText: boolean;
}

/** By the path's last parts; sources are the documentation of the programs that write these files. */
export function secretNameOf(path: string): SecretName | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1);
  // Most names end here.
  if (!MAY_BE_SECRET.test(name)) return undefined;
  if (!ANY_SECRET_NAME.test(path) || STAND_IN.test(name) || TEST_FOLDER.test(path)) return undefined;
  for (const [pattern, what, needsText] of SECRET_NAMES)
    if (pattern.test(path)) return { what, needsText: needsText === 'by text' };
  return undefined;
}

/** The first letters and the endings of all names below: manifests must not wake the long patterns, which take a while to compile. */
const MAY_BE_SECRET =
  /^\.|^id_|\.(?:pem|key|p12|pfx|jks|keystore|ppk|kdbx)$|^(?:credentials|config|application_default|service|gcp|google)/i;

/** `.env.example`, `server.key.sample`: made to be published. */
const STAND_IN =
  /(?:^|[._-])(?:example|sample|template|tmpl|dist|defaults?|schema|pub|test|tests|ci|docker)(?:$|[._-])/i;

/** Keys and logins of tests open nothing. */
const TEST_FOLDER = /(?:^|\/)(?:__tests__|tests?|specs?|testdata|fixtures?|examples?|samples?|mocks?)\//i;

const SECRET_NAMES: readonly (readonly [pattern: RegExp, what: string, needs?: 'by text'])[] = [
  // These are kept out of repositories by custom; `.env.production` is often committed and holds no secret.
  [/(?:^|\/)\.env(?:(?:\.[\w-]+)?\.local)?$/, 'environment values'],
  [/(?:^|\/)\.env(?:\.[\w-]+)+$/, 'environment values', 'by text'],
  [/(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$/, 'an SSH private key'],
  [/(?:^|\/)[^/]*\.ppk$/i, 'an SSH private key'],
  [/(?:^|\/)[^/]*\.(?:p12|pfx|jks|keystore)$/i, 'a key store'],
  [/(?:^|\/)[^/]*\.kdbx$/i, 'a password safe'],
  [/(?:^|\/)[^/]*\.key$/i, 'a private key', 'by text'],
  [/(?:^|\/)[^/]*\.pem$/i, 'a private key', 'by text'],
  [/(?:^|\/)\.(?:npmrc|yarnrc|yarnrc\.yml)$/, 'the login of a package registry', 'by text'],
  [/(?:^|\/)\.pypirc$/, 'the login of a package registry', 'by text'],
  [/(?:^|\/)\.netrc$/, 'logins of servers'],
  [/(?:^|\/)\.git-credentials$/, 'logins of Git servers'],
  [/(?:^|\/)\.htpasswd$/, 'password hashes'],
  [/(?:^|\/)\.pgpass$/, 'database passwords'],
  [/(?:^|\/)\.vault-token$/, 'a Vault token'],
  [/(?:^|\/)\.aws\/credentials$/, 'AWS credentials'],
  [/(?:^|\/)\.docker\/config\.json$/, 'logins of image registries', 'by text'],
  [/(?:^|\/)\.kube\/config$/, 'the login of a Kubernetes cluster'],
  [/(?:^|\/)(?:service[-_]?account|gcp|google)[\w-]*\.json$/i, 'a service account key', 'by text'],
  [/(?:^|\/)(?:application_default_)?credentials\.json$/, 'cloud credentials', 'by text'],
  [/(?:^|\/)\.terraformrc$/, 'a Terraform token', 'by text'],
];

/** Fits whatever one of the patterns fits, and more: they do not all look past capitals. */
const ANY_SECRET_NAME = new RegExp(SECRET_NAMES.map(([pattern]) => pattern.source).join('|'), 'i');

/** What tells that a file which may hold a credential does: the values are looked at, and never kept. */
export function holdsCredential(path: string, text: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/\.(?:pem|key)$/i.test(name)) return /-----BEGIN [A-Z ]*PRIVATE KEY-----/.test(text);
  if (name.startsWith('.env')) return ASSIGNED_SECRET.test(text);
  if (name.endsWith('.json'))
    return /"(?:private_key|auth|client_secret|refresh_token|identitytoken)"\s*:\s*"[^"]{8,}"/.test(text);
  return /(?:_auth(?:Token)?|_password|npmAuthToken|npmAuthIdent|password|token)["']?\s*[:=]\s*["']?(?!\$)[\w+/=.-]{8,}/i.test(
    text,
  );
}

/** A name that says secret with a value of its own: no reference, no placeholder. */
const ASSIGNED_SECRET =
  /^[ \t]*(?:export[ \t]+)?\w*(?:SECRET|TOKEN|PASSWORD|PASSWD|API_?KEY|PRIVATE_KEY|ACCESS_KEY|CREDENTIALS?|DATABASE_URL)\w*[ \t]*=[ \t]*["']?(?!["']?\s*$|\$|<|changeme|change[-_]?me|your|xxx|example|placeholder|secret\b|password\b|root\b|postgres\b|admin\b|test)[^\s"'#]{6,}/im;

/** Why a folder of that name is large and no input of a build. */
export type BulkKind = 'repository' | 'dependencies' | 'output' | 'cache';

export interface BulkName {
  readonly kind: BulkKind;
  /** The ecosystem or tool that fills it: a build that runs the tool itself does not need it. Undefined: nothing needs it. */
  readonly madeBy: readonly string[] | undefined;
  /** A file or ending beside it that says that the folder is what its name says. */
  readonly beside: RegExp | undefined;
}

export function bulkNameOf(name: string): BulkName | undefined {
  return BULK.get(name);
}

const js = /^package\.json$/;
const python = /^(?:requirements.*\.txt|pyproject\.toml|setup\.py|Pipfile)$/;

const BULK: ReadonlyMap<string, BulkName> = new Map<string, BulkName>([
  ['.git', { kind: 'repository', madeBy: undefined, beside: undefined }],
  ['.hg', { kind: 'repository', madeBy: undefined, beside: undefined }],
  ['.svn', { kind: 'repository', madeBy: undefined, beside: undefined }],
  ['node_modules', { kind: 'dependencies', madeBy: ['javascript'], beside: undefined }],
  ['bower_components', { kind: 'dependencies', madeBy: ['javascript'], beside: undefined }],
  ['.venv', { kind: 'dependencies', madeBy: ['python'], beside: undefined }],
  ['venv', { kind: 'dependencies', madeBy: ['python'], beside: python }],
  ['deps', { kind: 'dependencies', madeBy: ['elixir'], beside: /^mix\.exs$/ }],
  ['dist', { kind: 'output', madeBy: ['javascript'], beside: js }],
  ['.next', { kind: 'output', madeBy: ['javascript'], beside: js }],
  ['.nuxt', { kind: 'output', madeBy: ['javascript'], beside: js }],
  ['.svelte-kit', { kind: 'output', madeBy: ['javascript'], beside: js }],
  [
    'target',
    { kind: 'output', madeBy: ['rust', 'mvn', 'sbt'], beside: /^(?:Cargo\.toml|pom\.xml|build\.sbt)$/ },
  ],
  [
    'build',
    {
      kind: 'output',
      madeBy: ['gradle', 'javascript'],
      beside: /^(?:build\.gradle(?:\.kts)?|package\.json)$/,
    },
  ],
  ['.gradle', { kind: 'cache', madeBy: undefined, beside: undefined }],
  ['bin', { kind: 'output', madeBy: ['dotnet'], beside: /\.(?:cs|fs|vb)proj$/ }],
  ['obj', { kind: 'output', madeBy: ['dotnet'], beside: /\.(?:cs|fs|vb)proj$/ }],
  ['_build', { kind: 'output', madeBy: ['elixir'], beside: /^mix\.exs$/ }],
  ['dist-newstyle', { kind: 'output', madeBy: ['haskell'], beside: undefined }],
  ['.stack-work', { kind: 'output', madeBy: ['haskell'], beside: undefined }],
  ['.build', { kind: 'output', madeBy: ['swift'], beside: /^Package\.swift$/ }],
  ['.dart_tool', { kind: 'output', madeBy: ['dart'], beside: undefined }],
  ['zig-out', { kind: 'output', madeBy: ['zig'], beside: undefined }],
  ['.zig-cache', { kind: 'cache', madeBy: undefined, beside: undefined }],
  ['.terraform', { kind: 'cache', madeBy: undefined, beside: undefined }],
  ['.tox', { kind: 'cache', madeBy: undefined, beside: undefined }],
  ['.mypy_cache', { kind: 'cache', madeBy: undefined, beside: undefined }],
  ['.pytest_cache', { kind: 'cache', madeBy: undefined, beside: undefined }],
  ['.ruff_cache', { kind: 'cache', madeBy: undefined, beside: undefined }],
  ['.turbo', { kind: 'cache', madeBy: undefined, beside: undefined }],
  ['.parcel-cache', { kind: 'cache', madeBy: undefined, beside: undefined }],
  ['.nyc_output', { kind: 'cache', madeBy: undefined, beside: undefined }],
  ['coverage', { kind: 'cache', madeBy: undefined, beside: js }],
]);

/** Archives, disk images, dumps and recordings: seldom an input, often forgotten. */
export function isArchiveName(name: string): boolean {
  return /\.(?:zip|7z|rar|tar|tgz|tar\.(?:gz|bz2|xz|zst)|iso|img|dmg|vdi|vmdk|qcow2|sql|sql\.gz|dump|bak|mp4|mov|avi|mkv|log|vsix|hprof|core)$/i.test(
    name,
  );
}

/** Output of a build before the build, and files of one machine: they may be missing when nothing is wrong. */
export function isMadeLater(path: string): boolean {
  return MADE_LATER.test(path);
}

const MADE_LATER =
  /(?:^|\/)(?:dist|build|target|out|output|bin|obj|release|releases|publish|public|artifacts?|\.next|\.output|node_modules|vendor|wheels?|wheelhouse|tmp|certs?|secrets?|\.env[\w.-]*|result)(?:\/|$)|\.(?:jar|war|ear|whl|gem|deb|rpm|apk|exe|dll|so|zip|tgz|tar|tar\.\w+)$/i;
