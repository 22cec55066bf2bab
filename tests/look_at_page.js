// What is amiss on a page, as sentences; run in the page by tests/browser.py.
() => {
  const found = [];
  const say = (bad, text) => { if (bad) found.push(text); };
  const short = element => element.outerHTML.slice(0, 80);

  // Contrast as WCAG defines it: from 1 to 21, and 4.5 is the least for text.
  const parts = colour => colour.match(/[\d.]+/g).map(Number);
  const brightness = colour => parts(colour).slice(0, 3)
    .map(part => part / 255)
    .map(part => part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, index) => sum + part * [0.2126, 0.7152, 0.0722][index], 0);
  const behind = element => {
    const colour = getComputedStyle(element).backgroundColor;
    const opaque = (parts(colour)[3] ?? 1) === 1;
    if (opaque) return colour;
    return element.parentElement ? behind(element.parentElement) : 'rgb(255, 255, 255)';
  };
  const contrast = (one, other) => {
    const [dark, light] = [brightness(one), brightness(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  const root = document.documentElement;
  say(!root.lang, 'the page does not say its language');
  say(!document.title.split(' · ')[0].trim(), 'the page has no title of its own');
  say(!document.querySelector('meta[name=viewport]'), 'the page has no width on a phone');
  say(document.querySelectorAll('h1').length !== 1, 'the page has not one h1');
  say(document.querySelectorAll('main').length !== 1, 'the page has not one main');
  say(getComputedStyle(document.body).maxWidth === 'none', 'the style sheet is not there');
  say(root.scrollWidth > innerWidth, `the page is ${root.scrollWidth} wide, its window ${innerWidth}`);

  for (const field of document.querySelectorAll('input:not([type=hidden]), textarea, select'))
    say(![...field.labels].some(label => label.innerText.trim()), `no label: ${short(field)}`);
  for (const named of document.querySelectorAll('a, button'))
    say(!named.innerText.trim(), `no words: ${short(named)}`);
  for (const image of document.images) {
    say(!image.hasAttribute('alt'), `no alternative text: ${short(image)}`);
    say(!image.complete || !image.naturalWidth, `not to be seen: ${short(image)}`);
  }
  for (const element of document.body.querySelectorAll('*')) {
    const words = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!(words || element.matches('input, textarea')) || !element.checkVisibility()) continue;
    const ratio = contrast(getComputedStyle(element).color, behind(element));
    say(ratio < 4.5, `hard to read, ${ratio.toFixed(1)} to 1: ${short(element)}`);
  }
  return found;
}
