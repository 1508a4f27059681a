import vue from 'eslint-plugin-vue'
import typescript from 'typescript-eslint'

export default [
  { ignores: ['dist/', '.node/', 'node_modules/'] },
  ...typescript.configs.recommended,
  ...vue.configs['flat/recommended'],
  { files: ['**/*.vue'], languageOptions: { parserOptions: { parser: typescript.parser } } },
  {
    rules: {
      // The page's policy forbids both: they would be dropped in the browser.
      'vue/no-static-inline-styles': ['error', { allowBinding: true }],
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'vue/no-v-html': 'error', // what users typed never becomes markup
      'no-console': 'error',
      'eqeqeq': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      // Layout is the editor's matter.
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/html-self-closing': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-indent': 'off',
      'vue/first-attribute-linebreak': 'off',
      'vue/multi-word-component-names': 'off',
      'vue/require-default-prop': 'off',
    },
  },
  { files: ['tools/**', '*.config.*'], rules: { 'no-console': 'off' } },
]
