/** Causes in npm, yarn, pnpm and what they start. */
import { type Evidence, imageOf, runs, whenCopied } from '../evidence';
import { installing } from '../packages';
import { type Cause, said, type Telling } from './cause';

export const javascriptCauses: readonly Cause[] = [
  {
    id: 'npm-ci-without-lock-file',
    output: [/`?npm ci`? (?:command )?can only install with an existing package-lock\.json/u],
    programs: ['npm'],
    tell: (_hit, evidence) => withoutLock('npm ci', 'package-lock.json', evidence),
  },
  {
    id: 'pnpm-without-lock-file',
    output: [/ERR_PNPM_NO_LOCKFILE/u],
    programs: ['pnpm'],
    tell: (_hit, evidence) => withoutLock('pnpm install --frozen-lockfile', 'pnpm-lock.yaml', evidence),
  },
  {
    id: 'lock-file-out-of-date',
    output: [
      /can only install packages when your package\.json and package-lock\.json.*are in sync/u,
      /ERR_PNPM_OUTDATED_LOCKFILE|ERR_PNPM_LOCKFILE_CONFIG_MISMATCH/u,
      /Your lockfile needs to be updated, but yarn was run with|YN0028/u,
      /lockfile had changes, but lockfile is frozen/u,
    ],
    programs: ['npm', 'yarn', 'pnpm', 'bun'],
    tell: said(
      'package.json asks for something that the lock file does not have.',
      'Run the install on your machine with the same version of the package manager, and commit the lock file.',
    ),
  },
  {
    id: 'npm-manifest-missing',
    output: [
      /ENOENT: no such file or directory, open '(?<path>[^']*package\.json)'/u,
      /No package\.json was found|Couldn't find a package\.json file|ERR_PNPM_NO_PKG_MANIFEST|Couldn't find a package\.json/u,
    ],
    programs: ['npm', 'yarn', 'pnpm'],
    tell: (_hit, evidence) => missingFile('package.json', 'The package manager', evidence),
  },
  {
    id: 'npm-missing-script',
    output: [/[Mm]issing script: "?(?<script>[\w:.-]+)/u, /Command "(?<script>[\w:.-]+)" not found/u],
    programs: ['npm', 'yarn', 'pnpm'],
    tell: ({ groups }) => ({
      happened: `package.json has no script ${groups['script'] ?? ''}.`,
      remedy:
        'Check the name, and that the WORKDIR is the folder of this package and not of another one of the repository.',
    }),
  },
  {
    id: 'npm-peer-conflict',
    output: [/(?:npm (?:ERR!|error) )?(?:code )?ERESOLVE|unable to resolve dependency tree/u],
    programs: ['npm'],
    tell: said(
      'Two packages want versions of a third one that do not fit together.',
      'Commit a package-lock.json that resolves it and use npm ci; --legacy-peer-deps leaves it open which version is installed.',
      'prefer-locked-install',
    ),
  },
  {
    id: 'npm-registry-login',
    output: [
      /(?:npm (?:ERR!|error) )?code E40[13]\b|ERR_PNPM_FETCH_40[13]|ENEEDAUTH|YN0041/u,
      /code E404\b.*|404 Not Found - GET https?:\/\/\S*\/@\S+/u,
    ],
    programs: ['npm', 'yarn', 'pnpm'],
    tell: ({ line }) => ({
      happened: /404/u.test(line)
        ? 'The registry has no such package, or hides a private one from clients that are not logged in.'
        : 'The registry asks for a login that the build does not have.',
      remedy:
        'Give the .npmrc for this RUN only: RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci.',
      rules: ['require-secret-mount'],
    }),
  },
  {
    id: 'npm-no-version',
    output: [/code ETARGET|No matching version found for (?<name>\S+?)[. ]*$|ERR_PNPM_NO_MATCHING_VERSION/u],
    programs: ['npm', 'yarn', 'pnpm'],
    tell: ({ groups }) => ({
      happened: `The registry has no version of ${groups['name'] ?? 'a package'} as it is asked for.`,
      remedy:
        'The version was never published, has been taken back, or a mirror is behind; a lock file that was made against another registry has the same effect.',
    }),
  },
  {
    id: 'node-too-old',
    output: [
      /The engine "node" is incompatible|ERR_PNPM_UNSUPPORTED_ENGINE|code EBADENGINE|requires? Node(?:\.js)? (?:version )?[>^v\d]/iu,
      /You are using Node\.js [\d.]+\. .*requires|SyntaxError: Unexpected token '(?:\?\?=|\?|\.|\|\|=)'|Unsupported engine/u,
    ],
    tell: (_hit, evidence) => {
      const version = imageOf(evidence)?.language?.version;
      return {
        happened: `A package needs another version of Node.js than the image has${version === undefined ? '' : ` (${version})`}.`,
        remedy: 'Take the version that package.json names under "engines" for the tag of the base image.',
      };
    },
  },
  {
    id: 'openssl-legacy-provider',
    output: [/error:0308010C|ERR_OSSL_EVP_UNSUPPORTED/u],
    tell: said(
      'An old webpack uses a hash that Node.js has refused since version 17.',
      'Update webpack (5.61 or newer) or the tool around it; until then NODE_OPTIONS=--openssl-legacy-provider in this RUN.',
    ),
  },
  {
    id: 'corepack-keys',
    output: [/Cannot find matching keyid|Internal Error: Cannot find matching keyid/u],
    tell: said(
      'The corepack of this image is too old for the keys that the registry signs with now.',
      'Run npm install -g corepack@latest before corepack enable, or take a newer Node.js image.',
    ),
  },
  {
    id: 'native-module-tools',
    output: [
      /gyp ERR! find Python|gyp ERR! stack Error: (?:not found: make|Could not find any Python)|Can't find Python executable/u,
      /gyp ERR! build error|gyp ERR! stack Error: `make` failed/u,
    ],
    tell: (_hit, evidence) => {
      const how = installing(
        { apt: 'python3 make g++', apk: 'python3 make g++', dnf: 'python3 make gcc-c++' },
        imageOf(evidence),
      );
      const isMusl = imageOf(evidence)?.libc === 'musl';
      return {
        happened: `A native module is compiled here, and the tools for that are missing or fail${isMusl ? '; many modules bring ready-made files for glibc only, not for Alpine' : ''}.`,
        remedy: `${how === undefined ? 'Install Python, make and a C++ compiler' : `Before this line: ${how}`}, in a builder stage.`,
        rules: ['no-build-tools-in-final-stage'],
      };
    },
  },
  {
    id: 'typescript-missing',
    output: [/This is not the tsc command you are looking for/u, /Cannot find module 'typescript'/u],
    tell: said(
      'TypeScript is not installed in this stage.',
      'It is a development dependency: install without --omit=dev and without NODE_ENV=production in the stage that compiles.',
    ),
  },
  {
    id: 'typescript-no-inputs',
    output: [/error TS(?:18003|5083|5058|5057|6053)\b/u],
    programs: ['tsc', 'npm', 'npx', 'yarn', 'pnpm'],
    tell: (_hit, evidence) => {
      const when = whenCopied(evidence, 'tsconfig.json');
      return {
        happened: 'tsc finds no tsconfig.json or none of the files that it names.',
        remedy:
          when === 'later'
            ? 'The sources are copied further down: move that COPY above this line.'
            : when === 'ignored'
              ? 'The .dockerignore file leaves them out.'
              : 'Copy tsconfig.json and the sources before this line; what .dockerignore names does not arrive.',
        ...(when === 'ignored' ? { rules: ['no-ignored-source'] } : {}),
      };
    },
  },
  {
    id: 'node-module-not-found',
    output: [
      /(?:Error: )?Cannot find module '(?<name>[^']+)'/u,
      /Cannot find package '(?<name>[^']+)' imported from/u,
      /error TS2307: Cannot find module '(?<name>[^']+)'/u,
      /(?:Module not found|Can't resolve|Failed to resolve import|Could not resolve):? (?:Error: Can't resolve )?["'](?<name>[^"']+)["']/u,
    ],
    programs: ['npm', 'node', 'npx', 'yarn', 'pnpm', 'tsc'],
    tell: ({ groups }) => {
      const name = groups['name'] ?? 'a module';
      const isOwn = /^[./@~]/u.test(name) && !/^@[\w-]+\/[\w.-]+$/u.test(name);
      return {
        happened: `Node.js finds no ${name}.`,
        remedy: isOwn
          ? 'It is a file of the project: copy it before this line, and look whether .dockerignore leaves it out. Linux tells capitals from small letters, your machine may not.'
          : 'It is a package: it has to stand in package.json, and under "dependencies" where development dependencies are left out (--omit=dev, NODE_ENV=production).',
      };
    },
  },
  {
    id: 'unsupported-workspace-protocol',
    output: [/EUNSUPPORTEDPROTOCOL|Unsupported URL Type "workspace:"/u],
    tell: (_hit, evidence) => ({
      happened: 'package.json names packages by "workspace:", which npm does not know.',
      remedy: runs(evidence, /^npm$/u)
        ? 'Install with pnpm or yarn, as the repository does.'
        : 'Install from the root of the workspace.',
    }),
  },
];

function withoutLock(command: string, file: string, evidence: Evidence): Telling {
  const happened = `${command} needs ${file}, and it is not in the image at this line.`;
  switch (whenCopied(evidence, file)) {
    case 'later':
      return {
        happened,
        remedy: `It is copied further down: copy it together with package.json, above this line.`,
        rules: ['prefer-manifest-before-source'],
      };
    case 'ignored':
      return {
        happened,
        remedy: `The .dockerignore file leaves it out: take the line away.`,
        rules: ['no-ignored-source'],
      };
    case 'missing':
      return {
        happened,
        remedy: `The build context has none: make it with an install on your machine, and commit it.`,
        rules: ['no-missing-source'],
      };
    case 'never':
      return { happened, remedy: `No COPY above brings it: COPY package.json ${file} ./` };
    case 'before':
    case 'unknown':
      return {
        happened,
        remedy: `Commit ${file}, and see that the WORKDIR is the folder that it was copied to. A pattern such as package*.json copies what there is, and does not complain.`,
      };
  }
}

/** For tools that look for their manifest in the current folder. */
export function missingFile(file: string, tool: string, evidence: Evidence): Telling {
  const workdir = evidence.found?.stage?.stateBefore(evidence.found.instruction).workdir;
  const happened = `${tool} finds no ${file}${workdir === undefined ? '' : ` in ${workdir}`}.`;
  switch (whenCopied(evidence, file)) {
    case 'later':
      return { happened, remedy: 'It is copied further down: move that COPY above this line.' };
    case 'ignored':
      return {
        happened,
        remedy: 'The .dockerignore file leaves it out: take the line away.',
        rules: ['no-ignored-source'],
      };
    case 'never':
      return { happened, remedy: `No COPY above brings it: COPY ${file} ./` };
    case 'missing':
      return {
        happened,
        remedy: 'The build context has none: it may be another folder than you think.',
        rules: ['no-missing-source'],
      };
    case 'before':
    case 'unknown':
      return { happened, remedy: 'Compare WORKDIR with the destination of the COPY that brings it.' };
  }
}
