using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Fds.Client.Reports;

/// <summary>Makes elements of a page. Text is text: whatever is in it, it never becomes an element or an attribute.</summary>
internal static class Html
{
    /// <summary>Elements that have no end.</summary>
    private static readonly HashSet<string> Void = ["meta", "br", "hr", "img", "link"];

    /// <summary>An element.</summary>
    /// <param name="name">Its name, followed by its class where it has one: <c>p.note</c>.</param>
    /// <param name="content">Text, attributes and elements; null is nothing.</param>
    public static XElement Of(string name, params object?[] content)
    {
        string[] parts = name.Split('.', 2);
        XElement element = new(parts[0], content);
        if (parts.Length > 1)
        {
            element.SetAttributeValue("class", parts[1]);
        }

        return element;
    }

    /// <summary>A number as people read it, with the number itself for programs; a dash where it is not known.</summary>
    public static XElement Number(double? value, Func<double?, string> words) => value is { } number && double.IsFinite(number)
        ? Of("data", new XAttribute("value", number.ToString("R", CultureInfo.InvariantCulture)), words(number))
        : Of("span", "–");

    /// <summary>A table.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="headings">Its headings.</param>
    /// <param name="rows">Its rows, whose first cells name them.</param>
    public static XElement Table(string caption, IEnumerable<string> headings, IEnumerable<IEnumerable<object?>> rows) =>
        Of("div.scroll", new XAttribute("tabindex", "0"), new XAttribute("role", "region"), new XAttribute("aria-label", caption), Of(
            "table",
            Of("caption", caption),
            Of("thead", Of("tr", headings.Select(heading => Of("th", new XAttribute("scope", "col"), heading)))),
            Of("tbody", rows.Select(row => Of("tr", row.Select((cell, i) => i == 0 ? Of("th", new XAttribute("scope", "row"), cell) : Of("td", cell)))))));

    /// <summary>A whole page as text.</summary>
    public static string Page(XElement html)
    {
        foreach (XElement element in html.DescendantsAndSelf())
        {
            Purify(element);
        }

        StringBuilder text = new("<!DOCTYPE html>\n");
        using (XmlWriter writer = XmlWriter.Create(text, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None }))
        {
            html.WriteTo(writer);
        }

        return text.Append('\n').ToString();
    }

    /// <summary>Readers of HTML take an element that ends at once for one that goes on; and some characters may not stand in a page at all.</summary>
    private static void Purify(XElement element)
    {
        foreach (XText text in element.Nodes().OfType<XText>())
        {
            text.Value = Clean(text.Value);
        }

        foreach (XAttribute attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
        {
            attribute.Value = Clean(attribute.Value);
        }

        if (element.IsEmpty && element.Name.Namespace == XNamespace.None && !Void.Contains(element.Name.LocalName))
        {
            element.Value = "";
        }
    }

    private static string Clean(string text) => text.All(XmlConvert.IsXmlChar) ? text : string.Concat(text.EnumerateRunes().Select(Shown));

    private static string Shown(Rune rune) => rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString();
}
