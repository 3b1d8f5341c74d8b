/** What runs git and ShellCheck for the command line: a part of the program, since few runs need it. */
export { runProgram } from './processRunner';
export { runsOnTexts } from './textsRunner';
