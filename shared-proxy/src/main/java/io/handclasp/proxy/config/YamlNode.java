package io.handclasp.proxy.config;

import java.util.List;
import java.util.Map;

/** A value of a YAML file that knows its place. */
sealed interface YamlNode {
  /** Where it begins. */
  Position at();

  /** The words for "found …". */
  String described();

  /** Text, whatever YAML makes of it. */
  record Scalar(String text, Position at) implements YamlNode {
    @Override
    public String described() {
      return '"' + text + '"';
    }
  }

  /** A key without a value, or the word {@code null}. */
  record Nothing(Position at) implements YamlNode {
    @Override
    public String described() {
      return "nothing";
    }
  }

  /** Items in order. */
  record Sequence(List<YamlNode> items, Position at) implements YamlNode {
    @Override
    public String described() {
      return "a list";
    }
  }

  /** Keys with values, in the order of the file. */
  record Mapping(Map<String, Entry> entries, Position at) implements YamlNode {
    @Override
    public String described() {
      return "a section with keys";
    }
  }

  /** One key of a mapping and its value. */
  record Entry(Position keyAt, YamlNode value) {}
}
