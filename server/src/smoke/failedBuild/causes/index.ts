/** The table of causes: the first one that fits is told, so what is special stands before what is general. */
import { aptCauses } from './apt';
import type { Cause } from './cause';
import { compiledCauses } from './compiled';
import { contextCauses } from './context';
import { fileCauses } from './files';
import { imageCauses, stageReferenceCauses } from './images';
import { javascriptCauses } from './javascript';
import { networkCauses } from './network';
import { programCauses, startingCauses } from './programs';
import { pythonCauses } from './python';
import { outsideCauses, resourceCauses } from './resources';
import { secretCauses } from './secrets';
import { syntaxCauses } from './syntax';
import { systemPackageCauses } from './systemPackages';
import { userCauses } from './users';

export type { Cause, Hit, Telling } from './cause';

export const causes: readonly Cause[] = [
  ...syntaxCauses,
  // What breaks everything else first: no space, no memory, no shell, no way out.
  ...resourceCauses,
  ...startingCauses,
  ...secretCauses,
  ...stageReferenceCauses,
  ...networkCauses,
  ...imageCauses,
  ...contextCauses,
  ...aptCauses,
  ...systemPackageCauses,
  ...pythonCauses,
  ...compiledCauses,
  ...javascriptCauses,
  ...programCauses,
  ...userCauses,
  ...fileCauses,
  ...outsideCauses,
];
