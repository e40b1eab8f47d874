(function () {
  var t = '\u7279\u79cd\u4f5c\u4e1a\u64cd\u4f5c\u8bc1\u53ca\u5b89\u5168\u751f\u4ea7\u77e5\u8bc6\u548c\u7ba1\u7406\u80fd\u529b\u8003\u6838\u5408\u683c\u4fe1\u606f\u67e5\u8be2\u5e73\u53f0';
  document.title = t;
  var h = '<header style="background:#0b4ea2;color:#fff;padding:20px"><h1>' + t + '</h1></header>';
  h += '<main><p><label>身份证号 <input id="no"></label></p><p><label>姓名 <input id="nm"></label></p><p><button id="q">查询</button></p><div id="r"></div></main>';
  h += '<footer>主办单位：中华人民共和国应急管理部 京ICP备05990101号</footer>';
  document.getElementById('app').innerHTML = h;
  document.getElementById('q').onclick = function () {
    document.getElementById('r').innerHTML = '<p>姓名：' + document.getElementById('nm').value + '</p><p>证书状态：<b>有效</b></p>';
  };
})();
