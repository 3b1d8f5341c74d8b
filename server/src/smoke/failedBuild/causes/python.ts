/** Causes in pip and what builds Python packages. */
import { type Evidence, imageOf } from '../evidence';
import { C_COMPILER, howToGet, installing } from '../packages';
import { type Cause, type Hit, said, type Telling } from './cause';
import { missingFile } from './javascript';

export const pythonCauses: readonly Cause[] = [
  {
    id: 'python-externally-managed',
    output: [/externally-managed-environment|This environment is externally managed/u],
    programs: ['pip', 'pip3', 'python3', 'python'],
    tell: said(
      'The Python of the distribution belongs to its package manager, and pip may not change it (PEP 668).',
      'Install into an environment (python3 -m venv /opt/venv, then /opt/venv/bin/pip), or start from the image python, which has no such mark.',
    ),
  },
  {
    id: 'python-requirements-missing',
    output: [/Could not open requirements file: .*?'(?<path>[^']+)'/u],
    programs: ['pip', 'pip3'],
    tell: ({ groups }, evidence) =>
      missingFile((groups['path'] ?? 'requirements.txt').split('/').at(-1) ?? '', 'pip', evidence),
  },
  {
    id: 'python-compiler-missing',
    output: [
      /error: command '(?:[\w./-]*\/)?(?<program>[\w+-]*(?:gcc|cc|g\+\+|clang|c\+\+))' failed: No such file/u,
      /unable to execute '(?<program>[\w+-]*(?:gcc|cc|g\+\+|clang))': No such file/u,
      /No such file or directory: '(?<program>gcc|cc|g\+\+)'/u,
      /Failed building wheel for (?<wheel>\S+)/u,
    ],
    programs: ['pip', 'pip3', 'poetry', 'uv'],
    tell: wheelWithoutCompiler,
  },
  {
    id: 'python-too-old-or-new',
    output: [
      /requires a different Python: (?<has>[\d.]+) not in '(?<wants>[^']+)'/u,
      /Ignored the following versions that require a different python version/u,
      /Requires-Python (?<wants>\S+)/u,
    ],
    tell: ({ groups }) => ({
      happened: `A package needs another Python${groups['wants'] === undefined ? '' : ` (${groups['wants']})`}${groups['has'] === undefined ? '' : ` than the image has (${groups['has']})`}.`,
      remedy: 'Take a tag of the base image with that version, or a version of the package for this one.',
    }),
  },
  {
    id: 'pip-no-distribution',
    output: [
      /No matching distribution found for (?<name>\S+)/u,
      /Could not find a version that satisfies the requirement (?<name>\S+)/u,
    ],
    programs: ['pip', 'pip3'],
    tell: ({ groups }, evidence) => {
      const isMusl = imageOf(evidence)?.libc === 'musl';
      return {
        happened: `The index has no ${groups['name'] ?? 'package'} for this Python, system and processor.`,
        remedy: `${isMusl ? 'On Alpine only musllinux wheels fit: try a -slim image of Debian. Else check' : 'Check'} the name and version, the Python of the base image, and whether a private index has to be given.`,
      };
    },
  },
  {
    id: 'python-lock-out-of-date',
    output: [
      /pyproject\.toml changed significantly since poetry\.lock|poetry\.lock is not up to date/u,
      /The lockfile at `?uv\.lock`? needs to be updated|Unable to find lockfile/u,
    ],
    tell: said(
      'The lock file does not fit pyproject.toml.',
      'Lock anew on your machine (poetry lock, uv lock), and commit the lock file.',
    ),
  },
  {
    id: 'python-module-missing',
    output: [/ModuleNotFoundError: No module named '(?<name>[\w.]+)'|ImportError: cannot import name/u],
    tell: ({ groups }) => {
      const name = groups['name'] ?? 'a module';
      const isOld = /^(?:distutils|pkg_resources|imp|setuptools)/u.test(name);
      return {
        happened: `Python finds no module ${name}.`,
        remedy: isOld
          ? 'Python 3.12 has dropped it: pip install setuptools first, or update the package that asks for it.'
          : 'Install the package in this stage and for this Python; a module of the project has to be copied before this line.',
      };
    },
  },
];

function wheelWithoutCompiler({ groups, line }: Hit, evidence: Evidence): Telling | undefined {
  const { output } = evidence.log;
  const image = imageOf(evidence);
  const library = missingLibrary(output);
  const isWheel = groups['wheel'] !== undefined;
  const noCompiler = output.some((text) =>
    /(?:gcc|cc|g\+\+|clang)'? failed: No such file|unable to execute '[\w+-]*(?:gcc|cc)|No such file or directory: '(?:gcc|cc|g\+\+)'/u.test(
      text,
    ),
  );
  if (isWheel && !noCompiler && library === undefined) return undefined;
  const compiler = installing(C_COMPILER, image);
  const how =
    library === undefined
      ? undefined
      : (howToGet('header', library, evidence) ?? howToGet('library', library, evidence));
  const musl =
    image?.libc === 'musl'
      ? ' Alpine takes only musllinux wheels; a -slim image of Debian would install a ready-made one.'
      : '';
  if (library !== undefined && !noCompiler)
    return {
      happened: `A Python package is compiled here, and ${library} is missing.`,
      remedy: `${how === undefined ? 'Install the development package that has it' : `Before this line: ${how}`}.${musl}`,
    };
  return {
    happened: `A Python package is compiled here, and there is no C compiler${/wheel/u.test(line) ? '' : ` (${groups['program'] ?? 'gcc'})`}.${musl}`,
    remedy: `${compiler === undefined ? 'Install a compiler' : `Before this line: ${compiler}`}, in a builder stage; copy the environment from it.`,
    rules: ['no-build-tools-in-final-stage'],
  };
}

function missingLibrary(output: readonly string[]): string | undefined {
  for (const line of output) {
    const header = /fatal error: '?(?<header>[\w./+-]+\.h(?:pp)?)'?(?: file not found|: No such file)/u.exec(
      line,
    )?.groups?.['header'];
    if (header !== undefined) return header;
    const config =
      /(?<program>pg_config|mysql_config|mariadb_config|curl-config|xml2-config|xslt-config)\S* (?:executable )?(?:is required|not found)|Error: (?<other>pg_config) executable not found/u.exec(
        line,
      )?.groups;
    const found = config?.['program'] ?? config?.['other'];
    if (found !== undefined) return found;
  }
  return undefined;
}
