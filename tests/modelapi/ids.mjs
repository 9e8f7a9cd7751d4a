// Names for what the model says, as the real APIs make them up.

import { randomBytes } from 'node:crypto';

export const newId = (prefix) => `${prefix}_01${randomBytes(11).toString('hex')}`;
