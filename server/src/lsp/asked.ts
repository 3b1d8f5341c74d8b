/**
 * What nobody needs before somebody asks for it: the second part of the server, which no start and no keystroke loads.
 * Everything here is reached through `LoadAsked`; a root decides how.
 */
export { buildGraph, flowGraph } from '../core/index';
export { codeActions, resolveCodeAction } from './codeActions';
export { judgedCompose } from './composeJudging';
export { completionsAt } from './completion';
export { answerConversion, convertActions } from './converting';
export { documentSymbols } from './documentSymbols';
export { answerExplanation } from './explaining';
export { hoverAt } from './hover';
export {
  definitions,
  documentLinks,
  foldingRanges,
  highlights,
  references,
  selectionRanges,
} from './navigation';
export { pinActions, pinImages } from './pinning';
export { prepareRename, rename } from './rename';
