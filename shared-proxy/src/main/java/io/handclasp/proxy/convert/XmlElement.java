package io.handclasp.proxy.convert;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.w3c.dom.Text;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/** An element of a configuration in XML: what converters ask of the JDK's. */
record XmlElement(Element element) {
  /**
   * Reads the one element that holds all others. Nothing is fetched: a document type is refused.
   *
   * @throws IllegalArgumentException where it is no XML, with the line
   */
  static XmlElement parse(String text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      DocumentBuilder builder = factory.newDocumentBuilder();
      builder.setErrorHandler(new DefaultHandler());
      InputSource source = new InputSource(new StringReader(text));
      return new XmlElement(builder.parse(source).getDocumentElement());
    } catch (SAXParseException e) {
      throw new IllegalArgumentException(
          "is no XML document that can be read here: line "
              + e.getLineNumber()
              + ": "
              + e.getMessage(),
          e);
    } catch (SAXException | IOException | ParserConfigurationException e) {
      throw new IllegalArgumentException("is no XML document that can be read here", e);
    }
  }

  /** Without its prefix. */
  String name() {
    return element.getLocalName();
  }

  /** The value of an attribute; empty where it is not there. */
  String attribute(String wanted) {
    return element.getAttribute(wanted);
  }

  /** The elements right below it, in order. */
  List<XmlElement> children() {
    return nodes()
        .filter(Element.class::isInstance)
        .map(node -> new XmlElement((Element) node))
        .toList();
  }

  /** Its text, without that of its children. */
  String text() {
    StringBuilder text = new StringBuilder();
    nodes().filter(Text.class::isInstance).forEach(node -> text.append(node.getNodeValue()));
    return text.toString().strip();
  }

  /** Itself and all below it. */
  Stream<XmlElement> all() {
    return Stream.concat(Stream.of(this), children().stream().flatMap(XmlElement::all));
  }

  /** The text of the first element of that name below it; empty where there is none. */
  String textOf(String wanted) {
    return all()
        .filter(each -> each.name().equals(wanted))
        .findFirst()
        .map(XmlElement::text)
        .orElse("");
  }

  private Stream<Node> nodes() {
    NodeList nodes = element.getChildNodes();
    return IntStream.range(0, nodes.getLength()).mapToObj(nodes::item);
  }
}
