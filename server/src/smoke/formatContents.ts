/** What lies in the image's layers, as people read it. */
import { besideText, bytesText } from './quantity';
import type { ContentsReport, LeakKind, Origin, SecretReport, ToolKind, WasteReport } from './contentsReport';
import type { ImageReport } from './report';
import { countOf, type Paint, row } from './textLayout';

const SHOWN = 3;

export function contentsSection(image: ImageReport | undefined, paint: Paint): readonly string[] {
  const contents = image?.contents;
  if (image === undefined || contents === undefined) return [];
  const { files, bytes, system } = contents;
  return [
    ...row(
      'Contents',
      `${countOf(files, 'file')}, ${bytesText(bytes)} unpacked${system === undefined ? '' : `, ${system.name}`}`,
    ),
    ...builderRows(image),
    ...packageRows(contents),
    ...toolRows(contents),
    ...privilegeRows(contents),
    ...leakRows(contents).map((line) => paint(line, 'yellow')),
    ...secretRows(contents).map((line) => paint(line, 'red')),
    ...wasteRows(contents.waste).map((line) => paint(line, 'yellow')),
  ];
}

/** How much of each builder stays behind, and what of it reached the image besides the artifacts. */
function builderRows({ builders = [], size }: ImageReport): readonly string[] {
  return builders.flatMap((builder) => {
    const brought = builder.brought?.map(
      ({ kind, line, files, bytes }) =>
        `${countOf(files, 'file')}, ${bytesText(bytes)}, by ${placeOf({ line, isBase: false })}${kind === 'artifact' ? '' : ` are ${LEAKS[kind]}`}`,
    );
    return [
      ...row(
        'Builder',
        `${builder.name ?? `stage ${builder.stage}`} has ${bytesText(builder.size)}; the image is ${besideText(size, builder.size)}`,
      ),
      ...(brought === undefined
        ? []
        : row(
            '',
            brought.length === 0
              ? 'none of its files reached the image'
              : `reached the image: ${brought.join('; ')}`,
          )),
    ];
  });
}

function packageRows({ packages }: ContentsReport): readonly string[] {
  if (packages === undefined) return [];
  const own = packages.list.filter(({ isBase }) => !isBase);
  const base = packages.list.length - own.length;
  const lines = [...new Set(own.map(({ line }) => line))].map((line) => {
    const names = own.filter((one) => one.line === line).map(({ name }) => name);
    return `${names.length} by ${placeOf({ line, isBase: false })} (${some(names)})`;
  });
  return row(
    'Packages',
    [
      `${countOf(packages.list.length, `${packages.manager} package`)}, ${base} of the base image`,
      ...lines,
    ].join('; '),
  );
}

/** The kinds that a finished image seldom needs; runtimes and shells are told only in the other formats. */
const TOLD: readonly (readonly [ToolKind, string])[] = [
  ['compiler', 'compilers'],
  ['build-system', 'build systems'],
  ['package-manager', 'package managers'],
  ['version-control', 'version control'],
];

function toolRows({ tools }: ContentsReport): readonly string[] {
  const parts = TOLD.flatMap(([kind, title]) => {
    const found = tools.filter((tool) => tool.kind === kind);
    if (found.length === 0) return [];
    const own = found.filter(({ isBase }) => !isBase);
    const whose = own.length === 0 ? 'base image' : [...new Set(own.map(placeOf))].join(', ');
    return [`${title}: ${some(found.map(({ path }) => path))} (${whose})`];
  });
  return row('Tools', parts.length === 0 ? 'no compiler, build system or package manager' : parts.join('; '));
}

function privilegeRows({ privileged }: ContentsReport): readonly string[] {
  if (privileged.length === 0) return [];
  const own = privileged.filter(({ isBase }) => !isBase);
  const named = own.map((file) => `${file.path} (${file.mode}, ${placeOf(file)})`);
  const base = privileged.length - own.length;
  return row(
    'Set-uid',
    [...(base === 0 ? [] : [`${base} of the base image`]), ...(named.length === 0 ? [] : [some(named)])].join(
      '; ',
    ),
  );
}

const LEAKS: Readonly<Record<LeakKind, string>> = {
  source: 'source code',
  test: 'tests',
  'version-control': 'version control history',
  cache: 'cache',
  tool: 'build tools',
};

function leakRows({ leaks }: ContentsReport): readonly string[] {
  const told = leaks.map(
    ({ kind, path, files, bytes, line }) =>
      `${LEAKS[kind]} ${path} (${countOf(files, 'file')}, ${bytesText(bytes)}, ${placeOf({ line, isBase: false })})`,
  );
  return told.length === 0 ? [] : row('Leaked', `from building: ${some(told)}`);
}

function secretRows({ secrets }: ContentsReport): readonly string[] {
  return secrets.flatMap((secret) => {
    const hidden = secret.isSeen ? '' : ', deleted later but still in the layer';
    return row(
      'Secret',
      `${secret.kind} in ${WHERE[secret.where]}${secret.name} (${placeOf(secret)}${hidden})`,
    );
  });
}

const WHERE: Readonly<Record<SecretReport['where'], string>> = {
  file: '',
  history: 'the history: ',
  environment: 'the environment: ',
  label: 'the label ',
};

function wasteRows({ bytes, files, largest }: WasteReport): readonly string[] {
  if (bytes === 0) return [];
  const told = largest.slice(0, SHOWN).map((file) => {
    const by = placeOf({ line: file.byLine, isBase: false });
    const how = file.how === 'rewritten' ? 'written again' : file.how;
    return `${file.path} ${bytesText(file.bytes)} (${placeOf({ line: file.line, isBase: false })}, ${how} by ${by})`;
  });
  return row(
    'Wasted',
    `${bytesText(bytes)} in ${countOf(files, 'file')} that nobody sees: ${told.join(', ')}`,
  );
}

function placeOf({ line, isBase }: Origin): string {
  if (isBase) return 'base image';
  return line === undefined ? 'an unknown line' : `line ${line + 1}`;
}

function some(names: readonly string[]): string {
  const rest = names.length - SHOWN;
  return rest <= 0 ? names.join(', ') : `${names.slice(0, SHOWN).join(', ')} and ${rest} more`;
}
