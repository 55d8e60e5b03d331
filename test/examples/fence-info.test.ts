/** The text behind the marks of a Markdown fence that is an example. */
import { expect, test } from 'vitest';
import { fenceExample } from '../../src/examples/fence-info.ts';

test('the word glaswerk parts what the docs tool reads from the attributes of the tag', () => {
  expect(
    fenceExample(`http {2} title="x" glaswerk app=hello view="terminal buffers" at='make_environ' readonly`),
  ).toEqual({
    rest: 'http {2} title="x"',
    attributes: [
      ['app', 'hello'],
      ['view', 'terminal buffers'],
      ['at', 'make_environ'],
      ['readonly', ''],
    ],
  });
});

test('a value may hold what stands elsewhere for something', () => {
  expect(
    fenceExample(`http glaswerk request="GET /?a='b' HTTP/1.0" link={"loss":0.1} app-src=#shop`)?.attributes,
  ).toEqual([
    ['request', `GET /?a='b' HTTP/1.0`],
    ['link', '{"loss":0.1}'],
    ['app-src', '#shop'],
  ]);
});

test.each(['', 'http', 'glaswerk', 'glaswerk app=hello', 'http title="about glaswerk"', 'http glaswerks', "it's"])(
  'a fence with %j is no example',
  (info) => {
    expect(fenceExample(info)).toBeUndefined();
  },
);

test('an attribute that cannot be read is named, with what to write', () => {
  expect(() => fenceExample('http glaswerk App=hello')).toThrow(
    new SyntaxError('App=hello behind a fence is no attribute: write name=value, name="several words" or name'),
  );
  expect(() => fenceExample('http glaswerk view="terminal')).toThrow('view="terminal behind a fence');
});
