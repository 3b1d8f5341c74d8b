/**
 * Syntax problems of one instruction: dockerfile-utils reads the instruction's own lines, and what it does not know is added.
 * Problems that depend on other instructions belong to rules over the model.
 */
import {
  validate as validateText,
  ValidationCode,
  ValidationSeverity,
  type ValidatorSettings,
} from 'dockerfile-utils';
import { LineIndex } from '../text/lineIndex';
import type { Span } from '../text/span';
import type { Instruction, Mount } from './nodes';
import { isPlain } from './plainShapes';
import { mountsOf } from './views';

export interface SyntaxProblem {
  /** kebab-case, dockerfile-utils' own name where it has one: `unknown-instruction`. */
  readonly code: string;
  readonly message: string;
  /** Relative to the instruction's text. */
  readonly span: Span;
}

/** Never throws: an instruction that dockerfile-utils cannot read has no problems of its. */
export function syntaxProblems(instruction: Instruction): readonly SyntaxProblem[] {
  const problems = isPlain(instruction) ? NONE : libraryProblems(instruction);
  if (instruction.keyword !== 'RUN' && instruction.trigger === undefined) return problems;
  if ((instruction.trigger ?? instruction).flags.length === 0) return problems;
  return [...problems, ...runProblems(instruction)];
}

const NONE: readonly never[] = [];

/** Behind this size the library's reading character by character would hold up an editor. In UTF-16 units. */
const LARGE = 65_536;

/**
 * Found by rules over the model instead, or not decidable from one instruction's lines: they need the file's arguments,
 * its first FROM or its other instructions.
 */
const NEEDS_THE_FILE: ReadonlySet<number> = new Set([
  ValidationCode.NO_SOURCE_IMAGE,
  ValidationCode.BASE_NAME_EMPTY,
  ValidationCode.DUPLICATE_BUILD_STAGE_NAME,
  ValidationCode.DUPLICATED_ESCAPE_DIRECTIVE,
  ValidationCode.INVALID_ESCAPE_DIRECTIVE,
  ValidationCode.CASING_DIRECTIVE,
]);

/** Found by rules of their own, which know more of it and can mend it. */
const HAS_ITS_OWN_RULE: ReadonlySet<number> = new Set([
  ValidationCode.INVALID_DESTINATION,
  ValidationCode.ONBUILD_CHAINING_DISALLOWED,
  ValidationCode.ONBUILD_TRIGGER_DISALLOWED,
]);

/** Casing is a matter of the whole file, and so is whether a relative WORKDIR follows an absolute one; the rest has rules of its own. */
const SETTINGS: ValidatorSettings = {
  deprecatedMaintainer: ValidationSeverity.IGNORE,
  directiveCasing: ValidationSeverity.IGNORE,
  emptyContinuationLine: ValidationSeverity.IGNORE,
  instructionCasing: ValidationSeverity.IGNORE,
  instructionCmdMultiple: ValidationSeverity.IGNORE,
  instructionEntrypointMultiple: ValidationSeverity.IGNORE,
  instructionHealthcheckMultiple: ValidationSeverity.IGNORE,
  instructionJSONInSingleQuotes: ValidationSeverity.IGNORE,
  instructionWorkdirRelative: ValidationSeverity.IGNORE,
};

function libraryProblems(instruction: Instruction): SyntaxProblem[] {
  if (instruction.text.length > LARGE) return [];
  const directive = instruction.escape === '\\' ? '' : '# escape=`\n';
  try {
    const text = directive + instruction.text;
    const lines = new LineIndex(text);
    return validateText(text, SETTINGS).flatMap((problem): SyntaxProblem[] => {
      if (typeof problem.code !== 'number') return [];
      if (NEEDS_THE_FILE.has(problem.code) || HAS_ITS_OWN_RULE.has(problem.code)) return [];
      const span = {
        start: lines.offsetAt(problem.range.start) - directive.length,
        end: lines.offsetAt(problem.range.end) - directive.length,
      };
      const written = instruction.text.slice(span.start, span.end);
      if (isOutdated(problem.code, written, instruction)) return [];
      return [
        {
          code: codeName(problem.code),
          message: asSentence(typeof problem.message === 'string' ? problem.message : problem.message.value),
          span,
        },
      ];
    });
  } catch {
    // A continued RUN whose next line starts with `\#` makes dockerfile-ast throw.
    return [];
  }
}

/** What the library reports although today's BuildKit, or a value it does not see, makes it right. */
function isOutdated(code: number, written: string, instruction: Instruction): boolean {
  switch (code) {
    case ValidationCode.UNKNOWN_ADD_FLAG:
      return written === '--unpack';
    case ValidationCode.INVALID_PORT:
      // BuildKit drops an address or a port of the host, and no-invalid-port says so.
      return /^(?:\[[\da-fA-F:]+\]|[\d.]+):\d+(?:-\d+)?(?::\d+(?:-\d+)?)?(?:\/\w+)?$/.test(written);
    case ValidationCode.INVALID_SIGNAL:
      return written.includes('$');
    case ValidationCode.UNSUPPORTED_MODIFIER:
      // BuildKit knows the pattern operators `#`, `%` and `/` since Dockerfile 1.7 (shell/lex.go).
      return /^[#%/]/.test(written) || /\$\{\w+[#%/]/.test(written);
    case ValidationCode.ARGUMENT_REQUIRES_AT_LEAST_TWO:
    case ValidationCode.ARGUMENT_EXTRA:
      return instruction.heredocs.length > 0;
    default:
      return false;
  }
}

function codeName(code: number): string {
  return (ValidationCode[code] ?? 'INVALID_SYNTAX').toLowerCase().replaceAll('_', '-');
}

function asSentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}

const RUN_FLAGS = new Set(['mount', 'network', 'security', 'device']);

const EVERY = ['type', 'target', 'dst', 'destination'];
const SOURCE = ['source', 'src'];
const ACCESS = ['rw', 'readwrite', 'ro', 'readonly'];
const OWNER = ['mode', 'uid', 'gid'];

/** BuildKit: instructions/commands_runmount.go. */
const MOUNT_OPTIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  bind: new Set([...EVERY, ...SOURCE, ...ACCESS, 'from']),
  cache: new Set([...EVERY, ...SOURCE, ...ACCESS, ...OWNER, 'from', 'id', 'sharing']),
  tmpfs: new Set([...EVERY, ...ACCESS, 'size']),
  secret: new Set([...EVERY, ...SOURCE, ...OWNER, 'id', 'required', 'env']),
  ssh: new Set([...EVERY, ...SOURCE, ...OWNER, 'id', 'required']),
};

/** dockerfile-utils knows no flags of RUN. */
function runProblems(instruction: Instruction): SyntaxProblem[] {
  const run =
    instruction.keyword === 'RUN'
      ? instruction
      : instruction.trigger?.keyword === 'RUN'
        ? instruction.trigger
        : undefined;
  if (run === undefined || run.flags.length === 0) return [];
  const unknown = run.flags
    .filter((flag) => !RUN_FLAGS.has(flag.name))
    .map((flag) => ({
      code: 'unknown-run-flag',
      message: `RUN has no flag --${flag.name}; it takes --mount, --network, --security and --device.`,
      span: { start: flag.span.start, end: flag.nameSpan.end },
    }));
  return [...unknown, ...mountsOf(run).flatMap(mountProblems)];
}

function mountProblems(mount: Mount): SyntaxProblem[] {
  if (mount.type.includes('$')) return [];
  const known = MOUNT_OPTIONS[mount.type];
  if (known === undefined) {
    const type = mount.options.find((option) => option.name === 'type');
    const kinds = Object.keys(MOUNT_OPTIONS).join(', ');
    const message = `There is no mount type "${mount.type}"; the types are ${kinds}.`;
    return [{ code: 'unknown-mount-type', message, span: type?.valueSpan ?? mount.flag.span }];
  }
  return mount.options
    .filter((option) => !known.has(option.name) && !option.name.includes('$'))
    .map((option) => ({
      code: 'unknown-mount-option',
      message: `A ${mount.type} mount has no option "${option.name}".`,
      span: option.nameSpan,
    }));
}
