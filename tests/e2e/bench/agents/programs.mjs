// The programs of tests/bench, which stand beside those that are measured.

import { dirname, join } from 'node:path';

import { paths } from '../../harness/paths.mjs';

const beside = (name) => join(dirname(paths.server), name);

export const programs = { holder: beside('bench-holder'), claude: beside('bench-claude') };

// What every one of our measuring programs reads: CLOCK_MONOTONIC, in milliseconds.
export const monotonic = () => Number(process.hrtime.bigint()) / 1e6;
