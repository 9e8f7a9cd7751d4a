// What a test runner's own report says, as "PASSED FAILED": node counts.mjs KIND FILE. Skipped is failed here: nothing is left out silently.

import { readFileSync } from 'node:fs';

const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);

const readers = {
  // CTest's JUnit file with the output of its programs: Qt Test says "Totals: 3 passed, 0 failed, 0 skipped, 0 blacklisted", node:test "pass 3".
  ctest(text) {
    const programs = text.split('<testcase ').slice(1).map((program) => {
      const totals = [...program.matchAll(/Totals: (\d+) passed, (\d+) failed, (\d+) skipped/g)];
      const lines = (name) => sum([...program.matchAll(new RegExp(`^\\S+ ${name} (\\d+)$`, 'gm'))].map((line) => Number(line[1])));
      const passed = sum(totals.map((total) => Number(total[1]))) + lines('pass');
      const failed = sum(totals.map((total) => Number(total[2]) + Number(total[3]))) + lines('(?:fail|cancelled|skipped|todo)');
      const good = /status="run"/.test(program.slice(0, program.indexOf('>')));
      if (good) return passed > 0 ? [passed, failed] : [1, 0];
      return [passed, Math.max(1, failed)]; // crashed, timed out or not run
    });
    return [sum(programs.map(([passed]) => passed)), sum(programs.map(([, failed]) => failed))];
  },

  // The JUnit reporter of node:test ends with comments: <!-- pass 3 -->.
  node(text) {
    const count = (name) => Number(new RegExp(`<!-- ${name} (\\d+) -->`).exec(text)?.[1] ?? 0);
    return [count('pass'), sum(['fail', 'cancelled', 'skipped', 'todo'].map(count))];
  },

  vitest(text) {
    const { numTotalTests, numPassedTests } = JSON.parse(text);
    return [numPassedTests, numTotalTests - numPassedTests];
  },
};

const [kind, file] = process.argv.slice(2);
console.log(readers[kind](readFileSync(file, 'utf8')).join(' '));
