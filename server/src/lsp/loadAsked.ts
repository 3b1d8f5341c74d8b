/** How the second part of the server is reached: the root knows whether it is loaded late or lies beside the first. */
import type * as asked from './asked';

export type Asked = typeof asked;

/** Loads it with the first call; every further one gives the same. */
export type LoadAsked = () => Promise<Asked>;
