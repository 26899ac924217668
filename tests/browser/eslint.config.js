import typescript from 'typescript-eslint'

const selector = pattern => `CallExpression[callee.property.name=${pattern}]`

export default typescript.config(
  { ignores: ['output'] },
  ...typescript.configs.recommended,
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { project: './tsconfig.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
    },
  },
  {
    rules: {
      'max-len': ['error', { code: 120 }],
      'max-lines': ['error', { max: 200 }],
      'no-console': 'error',
      eqeqeq: 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: selector('/^(waitForTimeout|waitForLoadState)$/'), message: 'Wait for what people see instead.' },
        { selector: selector('/^(only|skip|fixme|slow)$/'), message: 'Every journey is always made.' },
      ],
    },
  },
)
