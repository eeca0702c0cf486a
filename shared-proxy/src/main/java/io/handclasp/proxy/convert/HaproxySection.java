package io.handclasp.proxy.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A section of an HAProxy configuration.
 *
 * @param kind {@code global}, {@code defaults}, {@code frontend}, {@code backend} or {@code listen}
 * @param name empty where it has none
 * @param lines its lines, each as its words
 */
record HaproxySection(String kind, String name, List<List<String>> lines) {
  private static final Set<String> KINDS =
      Set.of("global", "defaults", "frontend", "backend", "listen");

  /** Reads all of those kinds; others are left out with their lines. */
  static List<HaproxySection> parse(String text) {
    List<HaproxySection> sections = new ArrayList<>();
    List<List<String>> lines = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      List<String> words = words(line);
      if (words.isEmpty()) {
        continue;
      }
      if (Character.isWhitespace(line.charAt(0))) {
        lines.add(words);
        continue;
      }
      lines = new ArrayList<>();
      if (KINDS.contains(words.get(0))) {
        String name = words.size() > 1 ? words.get(1) : "";
        sections.add(new HaproxySection(words.get(0), name, lines));
      }
    }
    return sections;
  }

  /** The lines that begin with this word. */
  List<List<String>> all(String keyword) {
    return lines.stream().filter(line -> line.get(0).equals(keyword)).toList();
  }

  /** With quotes and backslashes as HAProxy takes them, up to a comment. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && quote != '\'' && i + 1 < line.length()) {
        word.append(line.charAt(++i));
        inWord = true;
      } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
        quote = quote == 0 ? c : 0;
        inWord = true;
      } else if (quote == 0 && c == '#') {
        break;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
        }
        word.setLength(0);
        inWord = false;
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }
}
