"""One SVG file to print: no script, no font and no picture from elsewhere."""

from xml.etree import ElementTree as ET

from relplan.exports.xml_text import legal


def svg_page(title: str, width: str, height: str, style: str) -> ET.Element:
    """Return a white page of that size, in pixels, under a *title*; *style* is CSS."""
    root = ET.Element(
        "svg",
        xmlns="http://www.w3.org/2000/svg",
        width=width,
        height=height,
        viewBox=f"0 0 {width} {height}",
        role="img",
    )
    ET.SubElement(root, "title").text = legal(title)
    ET.SubElement(root, "style").text = style
    ET.SubElement(root, "rect", width="100%", height="100%", fill="#ffffff")
    return root


def svg_text(root: ET.Element) -> str:
    """Return the file that holds the page *root*."""
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'
