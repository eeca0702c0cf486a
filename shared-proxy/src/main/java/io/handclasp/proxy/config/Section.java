package io.handclasp.proxy.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One mapping of the file while it is read. Each key that is asked for thereby becomes a known one;
 * {@link #finish()} reports all others. Where a value does not fit, the problem is noted and the
 * fallback taken, so that reading goes on and finds the next problem.
 */
final class Section {
  private final Problems problems;
  private final Path folder;
  private final String path;
  private final YamlNode.Mapping mapping;
  private final boolean present;
  private final Set<String> known = new LinkedHashSet<>();

  private Section(
      Problems problems, Path folder, String path, YamlNode.Mapping mapping, boolean present) {
    this.problems = problems;
    this.folder = folder;
    this.path = path;
    this.mapping = mapping;
    this.present = present;
  }

  /**
   * Looks at a node as a section; one that is none is a problem and reads like an empty one.
   *
   * @param folder what relative paths are relative to
   */
  static Section of(YamlNode node, String path, Path folder, Problems problems) {
    if (node instanceof YamlNode.Mapping mapping) {
      return new Section(problems, folder, path, mapping, true);
    }
    problems.error(node.at(), path, "found " + node.described() + "; expected a section with keys");
    return absent(problems, folder, path, node.at());
  }

  /** Stands for one that is missed already: what it lacks is not told on top. */
  private static Section absent(Problems problems, Path folder, String path, Position at) {
    return new Section(problems, folder, path, new YamlNode.Mapping(Map.of(), at), false);
  }

  /** Where the section begins. */
  Position at() {
    return mapping.at();
  }

  /** Where the value of a key stands, or would have to stand. */
  Position at(String key) {
    YamlNode node = node(key);
    return node == null ? mapping.at() : node.at();
  }

  /** The full name of a key. */
  String field(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    return node(key) != null;
  }

  /** The node of a key, null where it is absent; makes the key a known one. */
  @Nullable YamlNode node(String key) {
    known.add(key);
    YamlNode.Entry entry = mapping.entries().get(key);
    return entry == null ? null : entry.value();
  }

  /** A section below this one, null where it is absent. */
  @Nullable Section section(String key) {
    YamlNode node = node(key);
    return node == null ? null : of(node, field(key), folder, problems);
  }

  /** A section below this one that has to be there; reads like an empty one where it is not. */
  Section requiredSection(String key, String expected) {
    Section section = section(key);
    if (section != null) {
      return section;
    }
    missing(key, expected);
    return absent(problems, folder, field(key), mapping.at());
  }

  /** A value, or the fallback where it is absent or does not fit. */
  <T> T value(String key, Form<T> form, T fallback) {
    T value = value(key, form);
    return value == null ? fallback : value;
  }

  /** A value, null where it is absent or does not fit. */
  <T> @Nullable T value(String key, Form<T> form) {
    YamlNode node = node(key);
    return node == null ? null : read(node, field(key), form);
  }

  /** A value that has to be there; null, with a problem noted, where it is absent or unfit. */
  <T> @Nullable T required(String key, Form<T> form) {
    if (!has(key)) {
      missing(key, form.expected());
    }
    return value(key, form);
  }

  /** A list of values, or a single one standing for a list of one; empty where absent. */
  <T> List<T> values(String key, Form<T> form) {
    List<T> values = new ArrayList<>();
    for (Map.Entry<String, YamlNode> item : items(key).entrySet()) {
      T value = read(item.getValue(), item.getKey(), form);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /** The items of a list, each a section. */
  List<Section> sections(String key) {
    List<Section> sections = new ArrayList<>();
    items(key).forEach((field, node) -> sections.add(of(node, field, folder, problems)));
    return sections;
  }

  /** The items of a list by their full names; a single value stands for a list of one. */
  Map<String, YamlNode> items(String key) {
    Map<String, YamlNode> items = new LinkedHashMap<>();
    YamlNode node = node(key);
    if (node instanceof YamlNode.Sequence sequence) {
      for (YamlNode item : sequence.items()) {
        items.put(field(key) + "[" + items.size() + "]", item);
      }
    } else if (node != null) {
      items.put(field(key), node);
    }
    return items;
  }

  /** A file, relative to the folder of the configuration. */
  Form<Path> file() {
    return new Form<>("a file, relative to " + folder, this::resolved);
  }

  /** The same path seen from the folder of the configuration; null where it cannot be one. */
  @Nullable Path resolved(String text) {
    try {
      return text.isBlank() ? null : folder.resolve(text).normalize();
    } catch (InvalidPathException e) {
      return null;
    }
  }

  void missing(String key, String expected) {
    if (present) {
      problems.error(mapping.at(), field(key), "missing; expected " + expected);
    }
  }

  void error(String key, String sentence) {
    problems.error(at(key), field(key), sentence);
  }

  void warning(String key, String sentence) {
    problems.warning(at(key), field(key), sentence);
  }

  /** Reports every key that nobody asked for. */
  void finish() {
    mapping.entries().forEach(this::checkKnown);
  }

  private void checkKnown(String key, YamlNode.Entry entry) {
    if (!known.contains(key)) {
      problems.error(
          entry.keyAt(),
          field(key),
          "unknown key; the nearest known one is " + NearestKey.of(key, known));
    }
  }

  private <T> @Nullable T read(YamlNode node, String field, Form<T> form) {
    if (node instanceof YamlNode.Scalar scalar) {
      T value = form.parser().parse(scalar.text());
      if (value != null) {
        return value;
      }
    }
    problems.error(node.at(), field, "found " + node.described() + "; expected " + form.expected());
    return null;
  }
}
