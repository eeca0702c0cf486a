package io.handclasp.proxy.convert;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One directive of nginx.
 *
 * @param name its first word
 * @param words the others
 * @param block what stands in its braces
 */
record NginxDirective(String name, List<String> words, List<NginxDirective> block) {
  private static final Pattern TOKEN =
      Pattern.compile("#[^\\n]*|\"((?:[^\"\\\\]|\\\\.)*)\"|'([^']*)'|([{};])|([^\\s{};\"']+)|\\s+");

  static List<NginxDirective> parse(String text) {
    Deque<List<NginxDirective>> open = new ArrayDeque<>();
    List<NginxDirective> current = new ArrayList<>();
    List<String> words = new ArrayList<>();
    Matcher token = TOKEN.matcher(text);
    int at = 0;
    for (; token.lookingAt(); token.region(at, text.length())) {
      at = token.end();
      String mark = token.group(3);
      if (mark == null) {
        word(token, words);
      } else if (mark.equals(";")) {
        add(current, words, List.of());
      } else if (mark.equals("{")) {
        List<NginxDirective> block = new ArrayList<>();
        add(current, words, block);
        open.push(current);
        current = block;
      } else if (open.isEmpty()) {
        throw new IllegalArgumentException("found } without {; expected nginx's configuration");
      } else {
        current = open.pop();
      }
    }
    if (at < text.length() || !open.isEmpty() || !words.isEmpty()) {
      throw new IllegalArgumentException("the text ends within a directive; expected ; or }");
    }
    return current;
  }

  private static void word(Matcher token, List<String> words) {
    for (int group : new int[] {1, 2, 4}) {
      if (token.group(group) != null) {
        words.add(token.group(group));
      }
    }
  }

  private static void add(
      List<NginxDirective> into, List<String> words, List<NginxDirective> block) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          "found ; or { without a word before; expected a directive");
    }
    into.add(new NginxDirective(words.get(0), List.copyOf(words.subList(1, words.size())), block));
    words.clear();
  }

  /** The first word behind the name; empty where there is none. */
  String first() {
    return words.isEmpty() ? "" : words.get(0);
  }

  String last() {
    return words.isEmpty() ? "" : words.get(words.size() - 1);
  }

  @Override
  public String toString() {
    return words.isEmpty() ? name : name + " " + String.join(" ", words);
  }
}
