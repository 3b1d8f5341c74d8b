/** Takes from the core's facts what the smoke build maps its evidence to. */
import type { Analysis, Instruction, StageFacts } from '../core/index';
import type { ProbeText, SmokeInstruction, SmokeStage } from './input';

export function smokeStages(analysis: Analysis): readonly SmokeStage[] {
  return analysis.facts.stages.map((stage) => ({
    index: stage.index,
    name: stage.name,
    line: instructionOf(analysis, stage.from).line,
    parent: parentOf(stage),
    isScratch: stage.base.kind === 'scratch',
    takesFrom: [...new Set(stage.edges.flatMap(({ to }) => (to.kind === 'stage' ? [to.index] : [])))],
    instructions: [stage.from, ...stage.instructions].map((instruction) =>
      instructionOf(analysis, instruction),
    ),
    probes: probesAbove(analysis, stage.from),
  }));
}

/** In the lines of comments right above the FROM. */
function probesAbove(analysis: Analysis, from: Instruction): readonly ProbeText[] {
  const lines = analysis.text.split('\n');
  const probes: ProbeText[] = [];
  for (let line = instructionOf(analysis, from).line - 1; line >= 0; line--) {
    const comment = /^\s*#\s*(.*?)\s*$/u.exec(lines[line] ?? '')?.[1];
    if (comment === undefined) break;
    const text = /^stagewright\s+smoke\s*=\s*(.+)$/u.exec(comment)?.[1];
    if (text !== undefined) probes.unshift({ text, line });
  }
  return probes;
}

function parentOf(stage: StageFacts): number | undefined {
  return stage.base.kind === 'stage' ? stage.base.index : undefined;
}

function instructionOf(analysis: Analysis, instruction: Instruction): SmokeInstruction {
  const place = analysis.dockerfile.absolute(instruction, instruction.span);
  const range = analysis.lines.rangeOf(place);
  return {
    line: range.start.line,
    endLine: range.end.line,
    keyword: instruction.keyword,
    text: analysis.text.slice(place.start, place.end),
    range,
  };
}
