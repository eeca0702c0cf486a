package io.handclasp.proxy.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.AliasEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;
import org.yaml.snakeyaml.events.ScalarEvent;
import org.yaml.snakeyaml.parser.Parser;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Builds the tree of one YAML document from the parser's events: no binding by reflection, which
 * would cost start-up time and lose the places. Anchors are refused: a configuration should read
 * straight down.
 */
final class YamlTree {
  private static final int DEEPEST = 50;

  /** What YAML 1.1 reads as no value, unless it is quoted. */
  private static final Set<String> NOTHING = Set.of("", "~", "null", "Null", "NULL");

  private final Parser parser;
  private final Problems problems;
  private int depth;

  private YamlTree(Parser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** The document's root; null where the text is no YAML, which then is among the problems. */
  static @Nullable YamlNode parse(String text, Problems problems) {
    try {
      Parser parser = new ParserImpl(new StreamReader(text), new LoaderOptions());
      return new YamlTree(parser, problems).document();
    } catch (MarkedYAMLException e) {
      problems.error(position(e.getProblemMark()), "", "not YAML: " + e.getProblem());
    } catch (ReaderException e) {
      String found = String.format("U+%04X", e.getCodePoint());
      problems.error(
          position(text, e.getPosition()),
          "",
          "not YAML: found the character " + found + ", which must be escaped");
    } catch (YAMLException e) {
      problems.error(new Position(1, 1), "", "not YAML: " + e.getMessage());
    }
    return null;
  }

  private @Nullable YamlNode document() {
    parser.getEvent(); // the stream's start
    if (parser.checkEvent(Event.ID.StreamEnd)) {
      problems.error(new Position(1, 1), "", "found nothing; expected the keys of a configuration");
      return null;
    }
    parser.getEvent(); // the document's start
    YamlNode root = node("");
    parser.getEvent(); // its end
    if (!parser.checkEvent(Event.ID.StreamEnd)) {
      problems.error(
          position(parser.peekEvent().getStartMark()), "", "found a second document; expected one");
    }
    return root;
  }

  private YamlNode node(String path) {
    Event event = parser.getEvent();
    Position at = position(event.getStartMark());
    if (event instanceof NodeEvent node && node.getAnchor() != null) {
      problems.error(at, path, "found an anchor or alias; expected the value itself");
    }
    if (event instanceof AliasEvent alias) {
      return new YamlNode.Scalar(alias.getAnchor(), at);
    }
    if (event instanceof ScalarEvent scalar) {
      return isNothing(scalar)
          ? new YamlNode.Nothing(at)
          : new YamlNode.Scalar(scalar.getValue(), at);
    }
    if (++depth > DEEPEST) {
      throw new YAMLException("found a value within more than " + DEEPEST + " others");
    }
    YamlNode node = event.is(Event.ID.MappingStart) ? mapping(path, at) : sequence(path, at);
    depth--;
    return node;
  }

  private static boolean isNothing(ScalarEvent scalar) {
    return scalar.isPlain() && scalar.getTag() == null && NOTHING.contains(scalar.getValue());
  }

  private YamlNode mapping(String path, Position at) {
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    while (!parser.checkEvent(Event.ID.MappingEnd)) {
      Position keyAt = position(parser.peekEvent().getStartMark());
      String key = key(path, keyAt);
      String field = path.isEmpty() ? key : path + "." + key;
      YamlNode.Entry entry = new YamlNode.Entry(keyAt, node(field));
      YamlNode.Entry before = entries.putIfAbsent(key, entry);
      if (before != null) {
        problems.error(
            keyAt,
            field,
            "found again; expected once (first in line " + before.keyAt().line() + ")");
      }
    }
    parser.getEvent();
    return new YamlNode.Mapping(entries, at);
  }

  private String key(String path, Position at) {
    if (parser.peekEvent() instanceof ScalarEvent key && key.getAnchor() == null) {
      parser.getEvent();
      return key.getValue();
    }
    String found = node(path).described();
    problems.error(at, path, "found " + found + " for a key; expected a name");
    return found;
  }

  private YamlNode sequence(String path, Position at) {
    List<YamlNode> items = new ArrayList<>();
    while (!parser.checkEvent(Event.ID.SequenceEnd)) {
      items.add(node(path + "[" + items.size() + "]"));
    }
    parser.getEvent();
    return new YamlNode.Sequence(items, at);
  }

  private static Position position(@Nullable Mark mark) {
    return mark == null
        ? new Position(1, 1)
        : new Position(mark.getLine() + 1, mark.getColumn() + 1);
  }

  /** The place after so many characters of a text. */
  private static Position position(String text, int characters) {
    int count = Math.min(characters, text.codePointCount(0, text.length()));
    String before = text.substring(0, text.offsetByCodePoints(0, count));
    int line = (int) before.chars().filter(each -> each == '\n').count() + 1;
    return new Position(line, before.length() - before.lastIndexOf('\n'));
  }
}
