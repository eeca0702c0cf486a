package io.handclasp.proxy.convert;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An element of a configuration in XML, as much of it as such files use: elements, attributes,
 * text. Read by hand, because the trimmed runtime has no XML of Java's.
 *
 * @param name without its prefix
 * @param attributes as they stand in the tag
 * @param children in order
 * @param texts what stands between the children
 */
record XmlElement(String name, String attributes, List<XmlElement> children, StringBuilder texts) {
  private static final Pattern LEFT_OUT =
      Pattern.compile("(?s)<!--.*?-->|<\\?.*?\\?>|<!DOCTYPE[^>\\[]*>");
  private static final Pattern TAG =
      Pattern.compile(
          "<(/?)(?:[\\w.-]+:)?([\\w.-]+)((?:\\s+[^\\s=>]+\\s*=\\s*(?:\"[^\"]*\"|'[^']*'))*)\\s*(/?)>");

  /**
   * Reads the one element that holds all others.
   *
   * @throws IllegalArgumentException where tags do not match
   */
  static XmlElement parse(String text) {
    String plain = LEFT_OUT.matcher(text).replaceAll("");
    Deque<XmlElement> open = new ArrayDeque<>();
    open.push(new XmlElement("", "", new ArrayList<>(), new StringBuilder()));
    int after = 0;
    Matcher tag = TAG.matcher(plain);
    while (tag.find()) {
      open.getFirst().texts.append(between(plain, after, tag.start()));
      after = tag.end();
      take(tag, open);
    }
    XmlElement all = open.getLast();
    if (open.size() > 1
        || all.children.size() != 1
        || !between(plain, after, plain.length()).isBlank()) {
      throw new IllegalArgumentException("is no XML document that can be read here");
    }
    return all.children.get(0);
  }

  private static void take(MatchResult tag, Deque<XmlElement> open) {
    if (!tag.group(1).isEmpty()) {
      if (!open.pop().name.equals(tag.group(2)) || open.isEmpty()) {
        throw new IllegalArgumentException("</" + tag.group(2) + "> closes what it did not open");
      }
      return;
    }
    XmlElement element =
        new XmlElement(tag.group(2), tag.group(3), new ArrayList<>(), new StringBuilder());
    open.getFirst().children.add(element);
    if (tag.group(4).isEmpty()) {
      open.push(element);
    }
  }

  private static String between(String text, int from, int to) {
    String part = text.substring(from, to);
    if (part.indexOf('<') >= 0) {
      throw new IllegalArgumentException("holds a tag that cannot be read: " + part.strip());
    }
    return unescaped(part);
  }

  private static String unescaped(String text) {
    return text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&");
  }

  /** Its text, without that of its children. */
  String text() {
    return texts.toString().strip();
  }

  /** The value of an attribute; empty where it is not there. */
  String attribute(String wanted) {
    Matcher found =
        Pattern.compile("\\s" + wanted + "\\s*=\\s*[\"']([^\"']*)[\"']").matcher(attributes);
    return found.find() ? unescaped(found.group(1)) : "";
  }

  /** Itself and all below it. */
  Stream<XmlElement> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(XmlElement::all));
  }

  /** The text of the first element of that name below it; empty where there is none. */
  String textOf(String wanted) {
    return all()
        .filter(each -> each.name.equals(wanted))
        .findFirst()
        .map(XmlElement::text)
        .orElse("");
  }
}
