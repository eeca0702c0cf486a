package io.handclasp.proxy.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
  /** Reads what stands in a section in place of a value. */
  interface Reader<T> {
    @Nullable T read(Section section);
  }

  private final Problems problems;
  private final Path folder;
  private final String path;
  private final YamlNode.Mapping mapping;
  private final boolean present;
  private final @Nullable Survey survey;
  private final Set<String> known = new LinkedHashSet<>();

  private Section(
      Problems problems,
      Path folder,
      String path,
      YamlNode.Mapping mapping,
      boolean present,
      @Nullable Survey survey) {
    this.problems = problems;
    this.folder = folder;
    this.path = path;
    this.mapping = mapping;
    this.present = present;
    this.survey = survey;
  }

  /**
   * Looks at a node as a section; one that is none is a problem and reads like an empty one.
   *
   * @param folder what relative paths are relative to
   */
  static Section of(YamlNode node, String path, Path folder, Problems problems) {
    if (node instanceof YamlNode.Mapping mapping) {
      return new Section(problems, folder, path, mapping, true, null);
    }
    problems.error(node.at(), path, "found " + node.described() + "; expected a section with keys");
    return absent(problems, folder, path, node.at());
  }

  /** Stands for one that is missed already: what it lacks is not told on top. */
  private static Section absent(Problems problems, Path folder, String path, Position at) {
    return new Section(problems, folder, path, new YamlNode.Mapping(Map.of(), at), false, null);
  }

  /** Stands for a file in which every section is there and no key says anything. */
  static Section surveyed(Survey survey, Path folder) {
    return surveyed(survey, folder, "");
  }

  private static Section surveyed(Survey survey, Path folder, String path) {
    YamlNode.Mapping nothing = new YamlNode.Mapping(Map.of(), new Position(1, 1));
    return new Section(new Problems(folder), folder, path, nothing, false, survey);
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
    return section(key, false);
  }

  private @Nullable Section section(String key, boolean required) {
    if (survey != null) {
      return below(survey.section(key, required, false), key);
    }
    YamlNode node = node(key);
    return node == null ? null : of(node, field(key), folder, problems);
  }

  /** A section below this one that has to be there; reads like an empty one where it is not. */
  Section requiredSection(String key, String expected) {
    Section section = section(key, true);
    if (section != null) {
      return section;
    }
    missing(key, expected);
    return absent(problems, folder, field(key), mapping.at());
  }

  /** A value, or the fallback where it is absent or does not fit. */
  <T> T value(String key, Form<T> form, T fallback) {
    T value = value(key, form, fallback, false);
    return value == null ? fallback : value;
  }

  /** A value, null where it is absent or does not fit. */
  <T> @Nullable T value(String key, Form<T> form) {
    return value(key, form, null, false);
  }

  private <T> @Nullable T value(String key, Form<T> form, @Nullable T usual, boolean required) {
    if (survey != null) {
      survey.value(key, form, usual, required, false);
    }
    YamlNode node = node(key);
    return node == null ? null : read(node, field(key), form);
  }

  /** A value that has to be there; null, with a problem noted, where it is absent or unfit. */
  <T> @Nullable T required(String key, Form<T> form) {
    if (!has(key)) {
      missing(key, form.expected());
    }
    return value(key, form, null, true);
  }

  /** A value whose text is told to nobody, as it may be a password; null as above. */
  <T> @Nullable T secret(String key, Form<T> form) {
    if (survey != null) {
      survey.value(key, form, null, false, false);
    }
    YamlNode node = node(key);
    T value = node instanceof YamlNode.Scalar text ? form.parser().parse(text.text()) : null;
    if (node != null && value == null) {
      error(key, "found none of the known forms; expected " + form.expected());
    }
    return value;
  }

  /** A value, or a section in its place; null where it is absent or neither. */
  <T> @Nullable T either(String key, Form<T> form, Reader<T> reader) {
    if (survey != null) {
      survey.value(key, form, null, false, false);
      reader.read(below(survey.section(key, false, false), key));
      return null;
    }
    YamlNode node = node(key);
    return node == null ? null : either(node, field(key), form, reader);
  }

  /** The items of a list, each a value or a section. */
  <T> List<T> eithers(String key, Form<T> form, Reader<T> reader) {
    if (survey != null) {
      survey.value(key, form, null, false, true);
      reader.read(below(survey.section(key, false, true), key));
      return List.of();
    }
    List<T> values = new ArrayList<>();
    items(key)
        .forEach(
            (field, node) -> {
              T value = either(node, field, form, reader);
              if (value != null) {
                values.add(value);
              }
            });
    return values;
  }

  private <T> @Nullable T either(YamlNode node, String field, Form<T> form, Reader<T> reader) {
    return node instanceof YamlNode.Mapping
        ? reader.read(of(node, field, folder, problems))
        : read(node, field, form);
  }

  /** A list of values, or a single one standing for a list of one; empty where absent. */
  <T> List<T> values(String key, Form<T> form) {
    return values(key, form, List.of());
  }

  /** The same, with what holds where it is absent. */
  <T> List<T> values(String key, Form<T> form, List<T> usual) {
    if (survey != null) {
      survey.value(key, form.listed(), usual.isEmpty() ? null : usual, false, true);
    }
    List<T> values = new ArrayList<>();
    for (Map.Entry<String, YamlNode> item : items(key).entrySet()) {
      T value = read(item.getValue(), item.getKey(), form);
      if (value != null) {
        values.add(value);
      }
    }
    return values.isEmpty() ? usual : values;
  }

  /** The items of a list, each a section. */
  List<Section> sections(String key) {
    return sections(key, false);
  }

  /** The items of a list that has to be there, each a section; empty where it is not. */
  List<Section> requiredSections(String key) {
    return sections(key, true);
  }

  private List<Section> sections(String key, boolean required) {
    if (survey != null) {
      return List.of(below(survey.section(key, required, true), key));
    }
    List<Section> sections = new ArrayList<>();
    items(key).forEach((field, node) -> sections.add(of(node, field, folder, problems)));
    return sections;
  }

  /** The items of a list by their full names; a single value stands for a list of one. */
  private Map<String, YamlNode> items(String key) {
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

  /** How many of some keys are there of which only one may be. */
  int present(boolean required, String... keys) {
    if (survey != null) {
      survey.choice(List.of(keys), required);
    }
    return (int) Arrays.stream(keys).filter(this::has).count();
  }

  /** Reports a section without any of its keys. */
  void needsOneOf(String... keys) {
    if (survey != null) {
      survey.needsAKey();
    }
    if (Arrays.stream(keys).noneMatch(this::has)) {
      missing(keys[0], "one of " + String.join(", ", keys) + " at least");
    }
  }

  private Section below(Survey below, String key) {
    return surveyed(below, folder, field(key));
  }

  /** A file, relative to the folder of the configuration. */
  Form<Path> file() {
    return new Form<>("a file, relative to " + folder, this::resolved, new Shape.Text());
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

  /** Tells of a key at the place where the section begins. */
  void errorHere(String key, String sentence) {
    problems.error(mapping.at(), field(key), sentence);
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
