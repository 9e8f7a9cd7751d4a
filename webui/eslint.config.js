import js from '@eslint/js';
import jsxA11y from 'eslint-plugin-jsx-a11y';
import reactHooks from 'eslint-plugin-react-hooks';
import globals from 'globals';
import { readdirSync } from 'node:fs';
import tseslint from 'typescript-eslint';

const deep = { regex: '^\\.\\./\\.\\./', message: 'Leave the folder through "@/".' };
const relativeLayer = { regex: '^\\.\\./(app|features|shared)(/|$)', message: 'Name a layer through "@/".' };
const forbid = (regex, message) => ({ regex, message });

/** The layers: app → features → shared, and no feature knows another; the app composes them. */
function layer(folder, patterns) {
  return {
    files: [`src/${folder}/**/*.{ts,tsx}`],
    rules: { 'no-restricted-imports': ['error', { patterns: [deep, relativeLayer, ...patterns] }] },
  };
}

const features = readdirSync(new URL('./src/features', import.meta.url));

export default tseslint.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  jsxA11y.flatConfigs.recommended,
  reactHooks.configs.flat['recommended-latest'],
  {
    languageOptions: {
      globals: globals.browser,
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      'jsx-a11y/no-autofocus': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
    },
  },
  layer('shared', [forbid('^@/(app|features)(/|$)', 'shared knows neither features nor app.')]),
  ...features.map((name) =>
    layer(`features/${name}`, [
      forbid('^@/app(/|$)', 'features do not know the app.'),
      forbid(`^@/features/(?!${name}(/|$))`, 'A feature does not know another; the app composes them.'),
    ]),
  ),
  layer('app', []),
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
  { files: ['**/*.js', '**/*.mjs'], languageOptions: { globals: { ...globals.node, ...globals.browser } } },
);
