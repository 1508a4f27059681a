/* Before the console: a browser that cannot run it says so at once, instead of after opening.css's eight seconds. ECMAScript 3, so that
 * the browsers which this is about can read it. */
;(function () {
  function late() {
    var root = document.documentElement
    if (!/ too-old\b/.test(root.className)) root.className += ' too-old'
  }
  // No modules: before Chrome 61. A module's syntax or one of its files that did not come: an error before the console stands.
  if (!('noModule' in document.createElement('script'))) late()
  if (window.addEventListener) {
    window.addEventListener(
      'error',
      function (e) {
        var script = e.target && e.target.tagName === 'SCRIPT'
        if (document.getElementById('opening') && (script || e.error instanceof SyntaxError)) late()
      },
      true
    )
  }
})()
