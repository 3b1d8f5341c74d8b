/** Connects the language server to the engine's client for digests; loaded when somebody asks for one. */
import type { DigestReader } from '../lsp/platform';
import { imageDigests } from '../smoke/index';
import { runProgram } from './processRunner';

export const readDigests: DigestReader = (request) => imageDigests({ run: runProgram }, request);
