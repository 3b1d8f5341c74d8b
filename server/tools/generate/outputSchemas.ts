/** Makes the JSON Schemas of what the command line writes from the types that it writes, so that the two cannot drift apart. */
import { join } from 'node:path';
import ts from 'typescript';
import type { Generator } from './generator';

const FOLDER = 'server/docs/schemas';

/** One schema for each kind of output: the file and the type that it is made of. */
const OUTPUTS: readonly Output[] = [
  {
    name: 'smoke',
    title: 'stagewright smoke --format json',
    file: 'server/src/smoke/report.ts',
    type: 'SmokeReport',
  },
  {
    name: 'smoke-all',
    title: 'stagewright smoke --all --format json',
    file: 'server/src/cli/smoke/all.ts',
    type: 'SmokeAllOutput',
  },
  {
    name: 'smoke-compare',
    title: 'stagewright smoke --compare OTHER --format json',
    file: 'server/src/smoke/comparedReport.ts',
    type: 'ComparisonReport',
  },
  {
    name: 'smoke-reproducible',
    title: 'stagewright smoke --reproducible --format json',
    file: 'server/src/smoke/comparedReport.ts',
    type: 'ReproductionReport',
  },
  {
    name: 'lint',
    title: 'stagewright lint --format json',
    file: 'server/src/cli/formats/lintJson.ts',
    type: 'LintOutput',
  },
  {
    name: 'graph',
    title: 'stagewright graph --format json',
    file: 'server/src/core/graph.ts',
    type: 'BuildGraph',
  },
  {
    name: 'explain-log',
    title: 'stagewright explain --log FILE --format json',
    file: 'server/src/cli/explainLog.ts',
    type: 'ExplainLogOutput',
  },
];

interface Output {
  readonly name: string;
  readonly title: string;
  /** Relative to the repository's root. */
  readonly file: string;
  /** An exported type of that file. */
  readonly type: string;
}

/** @param root the repository's */
export function outputSchemas(root: string): Generator {
  return {
    name: 'output-schemas',
    folder: FOLDER,
    generate() {
      const program = ts.createProgram(
        OUTPUTS.map(({ file }) => join(root, file)),
        {
          strict: true,
          exactOptionalPropertyTypes: true,
          noEmit: true,
          skipLibCheck: true,
          target: ts.ScriptTarget.ES2023,
          module: ts.ModuleKind.NodeNext,
          moduleResolution: ts.ModuleResolutionKind.NodeNext,
          lib: ['lib.es2023.d.ts'],
          types: [],
        },
      );
      return new Map(
        OUTPUTS.map((output) => [
          `${FOLDER}/${output.name}.schema.json`,
          `${JSON.stringify(schemaOf(output, program, root), undefined, 2)}\n`,
        ]),
      );
    },
  };
}

type Schema = Readonly<Record<string, unknown>>;

/** Throws for a type that JSON has no form for, which is a mistake in the type. */
function schemaOf({ title, file, type }: Output, program: ts.Program, root: string): Schema {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(join(root, file));
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  const symbol =
    module === undefined ? undefined : checker.getExportsOfModule(module).find(({ name }) => name === type);
  if (symbol === undefined) throw new Error(`${file} exports no type ${type}`);
  const writer = new SchemaWriter(checker);
  const { $ref } = writer.of(checker.getDeclaredTypeOfSymbol(symbol), type);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    $ref,
    definitions: Object.fromEntries([...writer.definitions].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}

class SchemaWriter {
  /** Named interfaces, each once. */
  readonly definitions = new Map<string, Schema>();

  constructor(private readonly checker: ts.TypeChecker) {}

  /** @param place where the type stands, for the message of an error */
  of(type: ts.Type, place: string): Schema {
    if (type.isUnion()) return this.ofUnion(type.types, place);
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value };
    if ((type.flags & ts.TypeFlags.BooleanLiteral) !== 0)
      return { const: this.checker.typeToString(type) === 'true' };
    if ((type.flags & ts.TypeFlags.String) !== 0) return { type: 'string' };
    if ((type.flags & ts.TypeFlags.Number) !== 0) return { type: 'number' };
    if ((type.flags & ts.TypeFlags.Null) !== 0) return { type: 'null' };
    const item = this.itemOf(type);
    if (item !== undefined) return { type: 'array', items: this.of(item, `${place}[]`) };
    if (type.getCallSignatures().length === 0 && (type.flags & ts.TypeFlags.Object) !== 0)
      return this.ofObject(type, place);
    throw new Error(`${place}: JSON has no form for ${this.checker.typeToString(type)}`);
  }

  private itemOf(type: ts.Type): ts.Type | undefined {
    return this.checker.isArrayType(type)
      ? this.checker.getTypeArguments(type as ts.TypeReference)[0]
      : undefined;
  }

  private ofUnion(types: readonly ts.Type[], place: string): Schema {
    const present = types.filter((type) => !isUndefined(type));
    const words = present.flatMap((type) => (type.isStringLiteral() ? [type.value] : []));
    const others = present.filter((type) => !type.isStringLiteral());
    const booleans = others.filter((type) => (type.flags & ts.TypeFlags.BooleanLiteral) !== 0);
    const rest = booleans.length === 2 ? others.filter((type) => !booleans.includes(type)) : others;
    const forms: readonly Schema[] = [
      ...(words.length === 0
        ? []
        : [words.length === 1 ? { const: words[0] } : { type: 'string', enum: words }]),
      ...(booleans.length === 2 ? [{ type: 'boolean' }] : []),
      ...rest.map((type) => this.of(type, place)),
    ];
    const [only] = forms;
    return only !== undefined && forms.length === 1 ? only : { anyOf: forms };
  }

  private ofObject(type: ts.Type, place: string): Schema {
    const name = nameOf(type);
    if (name === undefined) return this.members(type, place);
    if (!this.definitions.has(name)) {
      // Its place is taken first, for a type may hold itself.
      this.definitions.set(name, {});
      this.definitions.set(name, { ...described(type.symbol, this.checker), ...this.members(type, name) });
    }
    return { $ref: `#/definitions/${name}` };
  }

  private members(type: ts.Type, place: string): Schema {
    const properties: Record<string, Schema> = {};
    const required: string[] = [];
    for (const symbol of this.checker.getPropertiesOfType(type)) {
      const member = this.checker.getTypeOfSymbol(symbol);
      const isMissable =
        (symbol.flags & ts.SymbolFlags.Optional) !== 0 ||
        (member.isUnion() && member.types.some(isUndefined)) ||
        isUndefined(member);
      if (!isMissable) required.push(symbol.name);
      properties[symbol.name] = {
        ...described(symbol, this.checker),
        ...this.of(member, `${place}.${symbol.name}`),
      };
    }
    const others = this.checker.getIndexInfoOfType(type, ts.IndexKind.String);
    return {
      type: 'object',
      properties,
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: others === undefined ? false : this.of(others.type, place),
    };
  }
}

function isUndefined(type: ts.Type): boolean {
  return (type.flags & ts.TypeFlags.Undefined) !== 0;
}

/** Types that stand in the place where they are used, and those that are made of others, have no name of their own. */
function nameOf(type: ts.Type): string | undefined {
  if (type.aliasSymbol !== undefined) return undefined;
  const { name } = type.symbol;
  return name.startsWith('__') ? undefined : name;
}

function described(symbol: ts.Symbol, checker: ts.TypeChecker): Schema {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker)).replace(/\s+/g, ' ').trim();
  return text === '' ? {} : { description: text };
}
