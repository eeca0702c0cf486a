package io.handclasp.proxy.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the tree of one YAML document from the parser's tokens: no binding by reflection, which
 * would cost start-up time and lose the places. Anchors are refused: a configuration should read
 * straight down.
 */
final class YamlTree {
  private final YAMLParser parser;
  private final Problems problems;

  private YamlTree(YAMLParser parser, Problems problems) {
    this.parser = parser;
    this.problems = problems;
  }

  /** The document's root; null where the text is no YAML, which then is among the problems. */
  static @Nullable YamlNode parse(String text, Problems problems) {
    try (YAMLParser parser = new YAMLFactory().createParser(text)) {
      return new YamlTree(parser, problems).document();
    } catch (JsonParseException e) {
      problems.error(
          position(e.getLocation()), "", "not YAML: " + firstLine(e.getOriginalMessage()));
      return null;
    } catch (IOException e) {
      throw new AssertionError("a string cannot fail to be read", e);
    }
  }

  private @Nullable YamlNode document() throws IOException {
    if (parser.nextToken() == null) {
      problems.error(new Position(1, 1), "", "found nothing; expected the keys of a configuration");
      return null;
    }
    YamlNode root = node("");
    parser.nextToken(); // the end of the document is a token of its own, which is null as well
    if (parser.nextToken() != null) {
      problems.error(here(), "", "found a second document; expected one");
    }
    return root;
  }

  private YamlNode node(String path) throws IOException {
    Position at = here();
    String anchor = parser.getObjectId();
    if (anchor != null || parser.isCurrentAlias()) {
      problems.error(at, path, "found an anchor or alias; expected the value itself");
    }
    JsonToken token = parser.currentToken();
    return switch (token) {
      case START_OBJECT -> mapping(path, at);
      case START_ARRAY -> sequence(path, at);
      case VALUE_NULL -> new YamlNode.Nothing(at);
      default -> new YamlNode.Scalar(parser.getText(), at);
    };
  }

  private YamlNode mapping(String path, Position at) throws IOException {
    Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      Position keyAt = here();
      String field = path.isEmpty() ? key : path + "." + key;
      parser.nextToken();
      YamlNode.Entry entry = new YamlNode.Entry(keyAt, node(field));
      YamlNode.Entry before = entries.putIfAbsent(key, entry);
      if (before != null) {
        problems.error(
            keyAt,
            field,
            "found again; expected once (first in line " + before.keyAt().line() + ")");
      }
    }
    return new YamlNode.Mapping(entries, at);
  }

  private YamlNode sequence(String path, Position at) throws IOException {
    List<YamlNode> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(path + "[" + items.size() + "]"));
    }
    return new YamlNode.Sequence(items, at);
  }

  private Position here() {
    return position(parser.currentTokenLocation());
  }

  private static Position position(@Nullable JsonLocation location) {
    return location == null
        ? new Position(1, 1)
        : new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }
}
